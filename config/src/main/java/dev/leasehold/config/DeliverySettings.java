// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.vault.VaultPath;
import java.io.File;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A binding of the sidecar: the credential, the file, and the program to tell. Immutable. */
public final class DeliverySettings {

  /** Longer than it takes most programs to read a file that they were told of. */
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final String name;
  private final VaultPath creds;
  private final String url;
  private final RotationSettings timings;
  private final OutputFileSettings file;
  private final SignalSettings signal;
  private final ReloadSettings reload;
  private final @Nullable Duration drainAfter;

  DeliverySettings(@Nullable String name, SettingReader reader, File volume, boolean child) {
    this.name = name == null ? BindingSettings.DEFAULT_NAME : name;
    reader.required(Setting.CREDS, "not set; write the path in Vault, as in database/creds/orders");
    VaultPath path = reader.parsed(Setting.CREDS, VaultPath::ofSecret);
    String creds = reader.text(Setting.CREDS);
    if (creds != null && creds.startsWith("file:")) {
      reader.problem(Setting.CREDS, "a file, and the sidecar reads Vault; write a path in Vault");
    }
    this.creds = path == null ? VaultPath.ofSecret("not/set") : path; // Never published.
    String at = reader.text(Setting.URL);
    this.url = at == null ? "" : at;
    this.timings = new RotationSettings(reader);
    this.file = new OutputFileSettings(this.name, volume, reader);
    this.signal = new SignalSettings(reader, child);
    this.reload = new ReloadSettings(reader);
    this.drainAfter = reader.optionalDuration(Setting.DRAIN_AFTER);
  }

  /** Returns the binding's name. */
  public String name() {
    return name;
  }

  /** Returns the path that credentials are read from. */
  public VaultPath creds() {
    return creds;
  }

  /** Returns the JDBC URL of the database, for formats that name it; empty where none is set. */
  public String url() {
    return url;
  }

  /** Returns when the credential is awaited, renewed, replaced and given up. */
  public RotationSettings timings() {
    return timings;
  }

  /** Returns the file. */
  public OutputFileSettings file() {
    return file;
  }

  /** Returns the signal after a change. */
  public SignalSettings signal() {
    return signal;
  }

  /** Returns how the program acknowledges a change. */
  public ReloadSettings reload() {
    return reload;
  }

  /**
   * Returns how long the previous lease is kept once the change is delivered. Unless it is set, the
   * time is zero after an acknowledged reload, and 30 s without a reload.
   */
  public Duration drainAfter() {
    if (drainAfter != null) {
      return drainAfter;
    }
    return reload.acknowledges() ? Duration.ZERO : DRAIN;
  }
}
