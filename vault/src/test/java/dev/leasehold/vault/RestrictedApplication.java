// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.io.File;
import java.security.Permission;
import java.time.Duration;

/**
 * An application that takes the network away from all code by an unchecked exception. Applications
 * with entitlements of their own do so. Arguments: address, CA file, token file.
 */
@SuppressWarnings("removal") // Java 17 still has the class that makes a socket throw.
final class RestrictedApplication {

  private RestrictedApplication() {}

  public static void main(String[] args) throws Exception {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(args[0]), Duration.ofSeconds(10))
            .caFile(new File(args[1]))
            .build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", new File(args[2]));
    LeaseSource source =
        new VaultSession(connection, login, LeaseClock.system())
            .leases(VaultPath.ofSecret("database/creds/orders"));
    System.setSecurityManager(new Entitlements());
    try {
      source.fetch();
    } catch (LeaseException e) {
      System.out.println(e.kind() + " " + e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private static final class NotEntitledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotEntitledException(String message) {
      super(message);
    }
  }

  private static final class Entitlements extends SecurityManager {

    @Override
    public void checkPermission(Permission permission) {}

    @Override
    public void checkConnect(String host, int port) {
      throw new NotEntitledException("component [ALL-UNNAMED], entitlement outbound_network");
    }
  }
}
