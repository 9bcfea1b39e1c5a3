// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.vault.VaultAddress;
import dev.leasehold.vault.VaultConnection;
import dev.leasehold.vault.VaultLogin;
import dev.leasehold.vault.VaultPath;
import dev.leasehold.vault.VaultSession;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;

/** The client alone in a fresh JVM: logs in, takes out one lease, says how long that took. */
public final class VaultClient {

  /** Set in the environment, the client gets ready first, and the time counts from then. */
  public static final String WARM = "VAULT_CLIENT_WARM";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private VaultClient() {}

  /** Prints milliseconds to the credential, and classes loaded for it; reads the environment. */
  public static void main(String[] arguments) throws LeaseException {
    var classes = ManagementFactory.getClassLoadingMXBean();
    long before = classes.getTotalLoadedClassCount();
    long start = System.nanoTime();
    VaultSession session = session();
    LeaseSource source = session.leases(VaultPath.ofSecret(setting("LEASEHOLD_CREDS")));
    if (System.getenv(WARM) != null) {
      session.connectivity().warm();
      start = System.nanoTime();
    }
    String user = source.fetch().credential().username();
    double millis = (System.nanoTime() - start) / 1e6;
    System.out.println(millis + " " + (classes.getTotalLoadedClassCount() - before) + " " + user);
    Runtime.getRuntime().halt(0);
  }

  private static VaultSession session() throws LeaseException {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(setting("VAULT_ADDR")), TIMEOUT)
            .caFile(new File(setting("VAULT_CACERT")))
            .build();
    File token = new File(setting("LEASEHOLD_AUTH_TOKEN_FILE"));
    VaultLogin login =
        VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), setting("LEASEHOLD_AUTH_ROLE"), token);
    return new VaultSession(connection, login, LeaseClock.system());
  }

  private static String setting(String variable) {
    return Objects.requireNonNull(System.getenv(variable), variable);
  }
}
