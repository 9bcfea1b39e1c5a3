// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that opens files until it may open no more, and renews its lease then. Arguments:
 * address, CA file, token file.
 */
final class HungryApplication {

  private HungryApplication() {}

  public static void main(String[] args) throws Exception {
    VaultConnection connection =
        VaultConnection.to(VaultAddress.parse(args[0]), Duration.ofSeconds(10))
            .caFile(new File(args[1]))
            .build();
    VaultLogin login = VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "orders", new File(args[2]));
    VaultSession session = new VaultSession(connection, login, LeaseClock.system());
    session.connectivity().warm();
    try (LeaseSource source = session.leases(VaultPath.ofSecret("database/creds/orders"))) {
      Lease lease = source.fetch();
      source.renew(lease);
      loadClassesOfFailures(session, connection);
      List<FileInputStream> files = openAll();
      for (int i = 0; i < 5; i++) {
        source.renew(lease);
      }
      System.out.println("renewed at the limit");
      logIn(new VaultSession(connection, login, LeaseClock.system()));
      renewWithoutReserve(source, lease);
      for (FileInputStream file : files) {
        file.close();
      }
      source.revoke(lease);
    }
  }

  /**
   * Classes are loaded from files, so the classes that only a failure needs would not be had later.
   */
  private static void loadClassesOfFailures(VaultSession session, VaultConnection connection)
      throws LeaseException {
    VaultRequest request = VaultRequest.get("database/creds/none");
    new TransportFault(connection, request, Deadline.in(Duration.ofSeconds(1)), "")
        .explain(new IOException("none"));
    try {
      session.leases(VaultPath.ofSecret("database/creds/none")).fetch();
    } catch (LeaseException expected) {
      System.out.println(expected.kind());
    }
  }

  private static void logIn(VaultSession another) throws LeaseException {
    try (LeaseSource other = another.leases(VaultPath.ofSecret("database/creds/orders"))) {
      other.revoke(other.fetch());
      System.out.println("logged in at the limit");
    }
  }

  private static void renewWithoutReserve(LeaseSource source, Lease lease) throws IOException {
    List<Socket> reserve = takeReserve();
    try {
      source.renew(lease);
    } catch (LeaseException full) {
      System.out.println(full.getMessage());
    }
    for (Socket socket : reserve) {
      socket.close();
    }
  }

  private static List<Socket> takeReserve() {
    List<Socket> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(DescriptorReserve.socket());
      }
    } catch (IOException none) {
      return taken;
    }
  }

  private static List<FileInputStream> openAll() {
    List<FileInputStream> files = new ArrayList<>();
    try {
      while (true) {
        files.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException full) {
      return files;
    }
  }
}
