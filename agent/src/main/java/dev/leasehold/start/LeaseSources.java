// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.InputFileSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.credentialfile.CredentialFileSource;
import dev.leasehold.credentialfile.DetectedFormat;
import dev.leasehold.credentialfile.EnvironmentFormat;
import dev.leasehold.credentialfile.JsonFormat;
import dev.leasehold.credentialfile.PropertiesFormat;
import dev.leasehold.credentialfile.TextFormat;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.observe.CredentialFileLog;
import dev.leasehold.observe.Log;
import dev.leasehold.vault.LoginListener;
import org.jspecify.annotations.Nullable;

/** The sources of the bindings' leases: one session with Vault, or a file for each. */
final class LeaseSources {

  private final @Nullable VaultSources vault;
  private final LeaseClock clock;
  private final Log log;

  /**
   * Makes the session with Vault where a binding has a path there; asks nothing yet.
   *
   * @param logins told of each login
   */
  LeaseSources(Settings settings, LeaseClock clock, Log log, LoginListener logins) {
    this.vault = settings.usesVault() ? new VaultSources(settings, clock, logins) : null;
    this.clock = clock;
    this.log = log;
  }

  LeaseSource of(BindingSettings binding) {
    if (vault != null && !binding.creds().isFile()) {
      return vault.of(binding);
    }
    InputFileSettings settings = binding.source();
    return CredentialFileSource.of(
            binding.creds().file(),
            format(settings),
            settings.drain(),
            binding.timings().margin(),
            clock)
        .watchedBy(binding.name(), settings.poll(), new CredentialFileLog(binding.name(), log));
  }

  private static TextFormat format(InputFileSettings settings) {
    switch (settings.format()) {
      case PROPERTIES:
        return new PropertiesFormat();
      case ENV:
        return new EnvironmentFormat();
      case JSON:
        return new JsonFormat();
      default:
        return new DetectedFormat();
    }
  }

  /** Tries a connection to Vault; returns the failure, or null. */
  @Nullable Throwable obstacle() {
    return vault == null ? null : vault.obstacle();
  }

  /** Makes the client of Vault ready for a first request, where there is such a client. */
  void warm() {
    if (vault != null) {
      vault.warm(log);
    }
  }
}
