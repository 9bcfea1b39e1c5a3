// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.FirstLine;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.lease.Fingerprint;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.observe.Log;
import dev.leasehold.vault.JdkProviders;
import dev.leasehold.vault.LoginListener;
import dev.leasehold.vault.RequestOrigin;
import dev.leasehold.vault.VaultSession;
import java.lang.instrument.Instrumentation;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** The sources of the bindings' leases in Vault: one session for all bindings. */
final class VaultSources {

  private final VaultSession session;

  /** Makes a session that asks nothing yet. */
  VaultSources(Settings settings, LeaseClock clock, LoginListener listener) {
    String host = ProcessIdentity.ofThisProcess().pod();
    RequestOrigin origin = RequestOrigin.of("agent", FirstLine.version(), System.getenv(), host);
    session = new VaultSession(settings.vault(), origin, settings.login(), clock, listener);
  }

  /**
   * Sets the JDK's own security providers apart from providers that the application will put before
   * them. For the first thing that the agent does beside the application.
   */
  static void fixProviders(Instrumentation instrumentation, Log log) {
    try {
      JdkProviders.fix(instrumentation);
    } catch (GeneralSecurityException unknown) {
      log.info(unknown.getMessage() + "; TLS to Vault uses the application's providers");
    }
    JdkProviders.run(Fingerprint::prepare);
  }

  /** Makes the client ready for a first request. An obstacle is reported by that request. */
  void warm(Log log) {
    try {
      session.connectivity().warm();
    } catch (LeaseException notYet) {
      log.debug("the Vault client could not be warmed: " + notYet.getMessage());
    }
  }

  /** Tries a connection; returns the failure, or null. */
  @Nullable Throwable obstacle() {
    return session.connectivity().obstacle();
  }

  LeaseSource of(BindingSettings binding) {
    return session.leases(binding.creds().vaultPath(), binding.timings().rotateAfter());
  }
}
