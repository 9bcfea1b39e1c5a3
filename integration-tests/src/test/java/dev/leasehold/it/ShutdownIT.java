package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShutdownIT {

  private static final Duration BOUND = Duration.ofSeconds(40);

  /** A password that Vault has not made. */
  private static final String KNOWN = "known to the test";

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
      workload.application().awaitExit(Duration.ofSeconds(10));
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
        workload.application().awaitExit(Duration.ofSeconds(10));
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
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady();
  }
}
