// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.retire.Ledger;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which logins are refused because of a class that cannot be woven. */
class UnwovenDriversTest {

  private final UnwovenDrivers drivers = new UnwovenDrivers();

  /** The class by which the driver calls the server, from its class loader. */
  private static final class Server {}

  /** Stands for another driver's class from that class loader. */
  private static final class Other {}

  @Test
  void refusesALoginThatSuchAClassHasBegun() {
    drivers.add(UnwovenDriversTest.class);
    assertThat((Throwable) drivers.refusal("postgresql", new Server()))
        .hasMessageContaining(UnwovenDriversTest.class.getName() + " was loaded before the agent");
  }

  @Test
  void leavesTheLoginOfAnotherDriverAlone() {
    drivers.add(Other.class);
    assertThat((Throwable) drivers.refusal("postgresql", new Server())).isNull();
  }

  @Test
  void refusesWhereItCannotBeSeenWhoHasBegunALogin() {
    drivers.add(Other.class);
    ClassLoader loader = Other.class.getClassLoader();
    assertThat(drivers.running(null, loader, false)).isEqualTo(Other.class.getName());
    assertThat(drivers.running(null, null, false)).as("of another class loader").isNull();
  }

  /** By any other exception Oracle's driver leaves a clock running, which interrupts the thread. */
  @Test
  void refusesAsTheDriversLoginPointFails() {
    assertThatThrownBy(() -> reach("oracle", new Server()))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(SQLException.class)
        .hasMessageContaining("was loaded before the agent");
  }

  /** MariaDB's driver has no address for a socket of the file system before 3.4. */
  @Test
  void refusesWhereTheServerHasNoName() {
    assertThatThrownBy(() -> reach("mariadb", Hooks.UNNAMED))
        .hasMessageContaining("was loaded before the agent");
  }

  /** Calls the login point as a driver does that was loaded before: this class. */
  private void reach(String loginPoint, Object server) throws Exception {
    drivers.add(UnwovenDriversTest.class);
    try (Ledger ledger = new Ledger(new SettableClock(), new Recorder(), Set.of())) {
      InjectingHooks injection =
          new InjectingHooks(
              Map.of(), Drivers.loginPoints(), Map.of(), Map.of(), List.of(), ledger);
      injection.refuse(drivers);
      injection.reaching(loginPoint, server);
    }
  }
}
