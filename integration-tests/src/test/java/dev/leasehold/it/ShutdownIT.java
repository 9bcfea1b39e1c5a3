// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.faults.ThreadLimit;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** A password that Vault has not made. */
  private static final String KNOWN = "known to the test";

  /** The capacity of a pipe of Linux: pipe(7). */
  private static final int PIPE = 65_536;

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(12), Duration.ofSeconds(30)));
  }

  @Test
  void leavesNoRoleBehindAtSigtermUnderLoad() {
    try (Workload workload = workload(Workload.settings(bed))) {
      workload.load(4);
      workload.awaitGeneration(1, BOUND);
      workload.application().terminate();
      workload.application().awaitExit(BOUND);
      assertThat(bed.postgres().ephemeralRoles()).isEmpty();
    }
  }

  @Test
  void leavesNoRoleBehindAtSigtermInTheMiddleOfARotation() {
    try (Relay network = Relay.to(bed.vault().port())) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("VAULT_ADDR", "https://127.0.0.1:" + network.port());
      settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
      settings.put("LEASEHOLD_MARGIN", "2s");
      try (Workload workload = workload(settings)) {
        workload.load(4);
        workload.awaitGeneration(1, BOUND);
        network.delay(Duration.ofMillis(150));
        int before = network.connections();
        Eventually.holds("a request is under way", BOUND, () -> network.connections() > before);
        workload.application().terminate();
        workload.application().awaitExit(BOUND);
        assertThat(bed.postgres().ephemeralRoles()).isEmpty();
      }
    }
  }

  @Test
  void rolesEndByThemselvesAfterSigkill() {
    try (Workload workload = workload(Workload.settings(bed))) {
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      workload.application().kill();
      workload.application().awaitExit(BOUND);
      assertThat(bed.postgres().ephemeralRoles()).hasSize(1);
      Eventually.holds("its lease ends", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
    }
  }

  @Test
  void theRoleOfAKilledProcessCanLogInNoMoreAfterItsTimeThoughVaultIsAway() throws SQLException {
    try (Workload workload = workload(Workload.settings(bed))) {
      workload.load(1);
      workload.awaitGeneration(1, BOUND);
      workload.application().kill();
      workload.application().awaitExit(BOUND);
      bed.vault().stop();
      String role = bed.postgres().ephemeralRoles().iterator().next();
      bed.postgres().query("ALTER ROLE \"" + role + "\" PASSWORD '" + KNOWN + "'");
      logIn(role).close();
      Eventually.holds("PostgreSQL rejects " + role, BOUND, () -> isRejected(role));
      assertThat(bed.postgres().ephemeralRoles()).as("nobody has dropped it").contains(role);
    } finally {
      bed.vault().start();
    }
    Eventually.holds("Vault drops it", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  /** As launchers, build steps and probes do, which have the agent because their pod has. */
  @ParameterizedTest
  @ValueSource(strings = {"rest", "list"})
  void asksVaultForNothingWhereTheDriversAreNotLoadedOrOnlyListed(String doing) {
    try (Relay network = Relay.to(bed.vault().port());
        Application program = program(network, doing)) {
      program.output().await(0, "done"::equals, BOUND);
      program.errors().await(0, line -> line.contains("started with"), BOUND);
      program.endInput();
      assertThat(program.awaitExit(BOUND)).isZero();
      assertThat(network.accepted()).as("connections to Vault").isZero();
      assertThat(program.errors().all())
          .filteredOn(line -> line.contains("[leasehold]"))
          .singleElement()
          .asString()
          .contains(" " + program.handle().pid() + " INFO [leasehold] started with binding")
          .endsWith(" in " + SmallProgram.class.getName() + ")");
    }
  }

  @Test
  void fetchesTheFirstLeaseBesideAnApplicationThatLoadsItsDriver() {
    try (Relay network = Relay.to(bed.vault().port());
        Application program = program(network, "load")) {
      String role = roleOf(program);
      program.endInput();
      assertThat(program.awaitExit(BOUND)).isZero();
      assertThat(program.errors().all())
          .last()
          .asString()
          .contains("INFO [leasehold] the JVM ends; revoked: role " + role + " of binding default");
    }
  }

  @Test
  void revokesThoughTheApplicationCanHaveNoMoreThreads() {
    try (Relay network = Relay.to(bed.vault().port());
        Application program = program(network, "load")) {
      String role = roleOf(program);
      ThreadLimit limit = ThreadLimit.of(program.handle());
      limit.set();
      try {
        program.endInput();
        assertThat(program.awaitExit(BOUND)).isZero();
      } finally {
        limit.lift();
      }
      assertThat(program.errors().all())
          .last()
          .asString()
          .contains("INFO [leasehold] the JVM ends; revoked: role " + role + " of binding default");
      assertThat(bed.postgres().ephemeralRoles()).doesNotContain(role);
    }
  }

  @Test
  void saysThatVaultHasNotAnsweredTheRequestForTheFirstLease() {
    try (Relay network = Relay.to(bed.vault().port())) {
      network.stall();
      try (Application program = program(network, "load")) {
        Eventually.holds("Vault is asked", BOUND, () -> network.accepted() > 0);
        program.endInput();
        assertThat(program.awaitExit(BOUND)).isZero();
        assertThat(program.errors().all())
            .last()
            .asString()
            .contains(" WARN [leasehold] the JVM ends; Vault has not answered the request for a")
            .contains(" lease of binding default. A role that it may make for that request lives");
      }
    }
  }

  /** In place of an application's own checks of its use of the network. */
  @Test
  void namesTheRoleThatItCanNeitherRenewNorRevoke() {
    try (Relay network = Relay.to(bed.vault().port());
        Application program = program(network, "forbid", bed.postgres().url())) {
      String left = program.errors().await(0, line -> line.contains("renew failed"), BOUND);
      String role = roleOf(program);
      assertThat(left)
          .contains(" WARN ", "; role " + role + " lives until 20", " unless it is renewed: ")
          .contains("The application forbids the agent to use the network");
      program.endInput();
      assertThat(program.awaitExit(BOUND)).isZero();
      assertThat(program.errors().all())
          .last()
          .asString()
          .contains(" WARN ")
          .contains(
              "Vault has not confirmed the revocation of role " + role + " of binding default")
          .contains("which lives until 20");
    }
    Eventually.holds("its lease ends", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  @Test
  void rotatesAndEndsThoughNobodyReadsItsStandardError(@TempDir Path folder) throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "2s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    List<String> command = SmallProgram.command("roles", "3", bed.postgres().url());
    try (RandomAccessFile unread = new RandomAccessFile(pipe.toFile(), "rw")) {
      unread.write(new byte[PIPE]); // It is full now.
      try (Application program = Application.start(settings, command, pipe)) {
        program.output().await(0, "done"::equals, BOUND);
        Lines late = Lines.of(new FileInputStream(pipe.toFile()), "late");
        late.await(0, line -> line.contains("generation 3 is current"), BOUND);
        program.endInput();
        assertThat(program.awaitExit(BOUND)).isZero();
        late.await(0, line -> line.contains("the JVM ends; revoked: "), BOUND);
        assertThat(late.count(line -> line.contains("lines dropped"))).isZero();
        assertThat(bed.postgres().ephemeralRoles()).isEmpty();
      }
    }
  }

  private static String roleOf(Application program) {
    return program
        .errors()
        .await(0, line -> line.contains("generation 1 is current"), BOUND)
        .replaceAll(".* role ([^,]+),.*", "$1");
  }

  private static Application program(Relay network, String... arguments) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("VAULT_ADDR", "https://127.0.0.1:" + network.port());
    return Application.start(settings, SmallProgram.command(arguments));
  }

  private static boolean isRejected(String role) {
    try {
      logIn(role).close();
      return false;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("28P01");
      return true;
    }
  }

  private static Connection logIn(String role) throws SQLException {
    return DriverManager.getConnection(bed.postgres().url(), role, KNOWN);
  }

  private static Workload workload(Map<String, String> settings) {
    settings.put("LEASEHOLD_SHUTDOWN_TIMEOUT", "30s"); // The time that a busy machine may need.
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady();
  }
}
