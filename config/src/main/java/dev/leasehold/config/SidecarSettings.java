// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.vault.VaultConnection;
import dev.leasehold.vault.VaultLogin;
import java.io.File;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The whole configuration of the sidecar, validated. Immutable. */
public final class SidecarSettings {

  private final VaultConnection vault;
  private final VaultLogin login;
  private final File volume;
  private final File state;
  private final String owner;
  private final String group;
  private final boolean diskAllowed;
  private final List<DeliverySettings> bindings;
  private final @Nullable InetSocketAddress healthListen;
  private final Duration shutdownTimeout;
  private final LogLevel logLevel;
  private final LogFormat logFormat;
  private final List<String> description;

  private SidecarSettings(
      RawSettings given,
      Problems problems,
      boolean child,
      BiConsumer<DeliverySettings, BiConsumer<Setting, String>> check) {
    SettingReader reader = new SettingReader(given, problems, null);
    if (given.skipsVerification()) {
      problems.add(RawSettings.SKIP_VERIFY, KnownNames.SKIP_VERIFY);
    }
    this.vault = VaultSettings.read(reader);
    this.login = AuthSettings.read(reader);
    this.volume = new File(String.valueOf(reader.text(Setting.VOLUME)));
    String apart = reader.text(Setting.STATE);
    this.state = apart == null ? volume : new File(apart);
    this.owner = orEmpty(reader.text(Setting.FILE_OWNER));
    this.group = orEmpty(reader.text(Setting.FILE_GROUP));
    this.diskAllowed = reader.flag(Setting.VOLUME_ALLOW_DISK);
    this.bindings = Collections.unmodifiableList(bindings(given, problems, child, check));
    this.healthListen = reader.parsed(Setting.HEALTH_LISTEN, ListenAddress::ofHostAndPort);
    this.shutdownTimeout = reader.duration(Setting.SHUTDOWN_TIMEOUT);
    this.logLevel = reader.choice(Setting.LOG_LEVEL, LogLevel.values());
    this.logFormat = reader.choice(Setting.LOG_FORMAT, LogFormat.values());
    reader.text(Setting.TERMINATION_LOG); // Validated only; the start reads the sources.
    this.description = Collections.unmodifiableList(given.describe());
  }

  /**
   * Reads and validates all settings. Reads the properties file, nothing else.
   *
   * @param child whether the sidecar starts a program itself, which gets signals unless another
   *     target is named
   * @param check a further check of a binding's settings. It gives each problem to its second
   *     argument, as the rest of a sentence that begins with the setting
   * @throws ConfigException naming every problem found
   */
  public static SidecarSettings read(
      ProcessInputs inputs,
      boolean child,
      BiConsumer<DeliverySettings, BiConsumer<Setting, String>> check)
      throws ConfigException {
    Problems problems = new Problems();
    RawSettings given = RawSettings.gather(inputs, problems, Setting.Program.SIDECAR);
    SidecarSettings settings = new SidecarSettings(given, problems, child, check);
    problems.throwIfAny();
    return settings;
  }

  private List<DeliverySettings> bindings(
      RawSettings given,
      Problems problems,
      boolean child,
      BiConsumer<DeliverySettings, BiConsumer<Setting, String>> check) {
    List<DeliverySettings> found = new ArrayList<>();
    if (given.bindings().all().isEmpty()) {
      SettingReader reader = new SettingReader(given, problems, null);
      found.add(checked(new DeliverySettings(null, reader, volume, child), reader, check));
      return found;
    }
    Bindings.refuseUnnamed(given, problems);
    Map<String, String> byFile = new HashMap<>();
    for (String name : given.bindings().all()) {
      SettingReader reader = new SettingReader(given, problems, name);
      DeliverySettings binding = new DeliverySettings(name, reader, volume, child);
      String other = byFile.put(binding.file().name(), name);
      if (other != null && !given.bindings().isWrong(other)) {
        reader.problem(
            Setting.FILE_PATH, "the binding " + other + " writes that file, too; choose another");
      }
      found.add(checked(binding, reader, check));
    }
    return found;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static DeliverySettings checked(
      DeliverySettings binding,
      SettingReader reader,
      BiConsumer<DeliverySettings, BiConsumer<Setting, String>> check) {
    check.accept(binding, reader::problem);
    return binding;
  }

  /** Returns how to reach Vault. */
  public VaultConnection vault() {
    return vault;
  }

  /** Returns how to log in. */
  public VaultLogin login() {
    return login;
  }

  /** Returns the directory of the credential files. */
  public File volume() {
    return volume;
  }

  /** Returns the directory of the files for the next run; may be the volume. */
  public File state() {
    return state;
  }

  /** Returns the user that files are given to, by number or name; empty for the process's own. */
  public String owner() {
    return owner;
  }

  /**
   * Returns the group that files are given to, by number or name; empty to leave their group as it
   * is.
   */
  public String group() {
    return group;
  }

  /** Returns whether both directories may be on a disk. */
  public boolean isDiskAllowed() {
    return diskAllowed;
  }

  /** Returns the bindings in the order listed, at least one binding. */
  public List<DeliverySettings> bindings() {
    return bindings;
  }

  /** Returns where questions about health are answered; null for nowhere. */
  public @Nullable InetSocketAddress healthListen() {
    return healthListen;
  }

  /** Returns the longest time for revocation when the sidecar ends. */
  public Duration shutdownTimeout() {
    return shutdownTimeout;
  }

  /** Returns the least severe line to write. */
  public LogLevel logLevel() {
    return logLevel;
  }

  /** Returns how lines are written. */
  public LogFormat logFormat() {
    return logFormat;
  }

  /** Returns which setting came from which source, a line each, without values. */
  public List<String> describe() {
    return description;
  }
}
