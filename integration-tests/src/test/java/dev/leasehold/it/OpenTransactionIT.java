// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenTransactionIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** For tests of its end. */
  private static final Duration SHORT = Duration.ofSeconds(9);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().executeAsOwner("CREATE TABLE IF NOT EXISTS orders (id bigint)");
  }

  /** The lease is long enough for a busy machine to commit between rotation and deadline. */
  @Test
  void commitsATransactionThatIsOpenAcrossARotation() {
    Map<String, String> settings = settings(Duration.ofMinutes(1));
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    try (Workload workload = workload(settings)) {
      workload.on("a", "borrow");
      workload.on("a", "begin");
      assertThat(workload.on("a", "do", "INSERT INTO orders VALUES (1)")).isEqualTo("updated 1");
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("a", "do", "INSERT INTO orders VALUES (1)")).isEqualTo("updated 1");
      assertThat(workload.on("a", "commit")).isEqualTo("committed");
      workload.on("a", "release");
      workload.awaitLog("last connection closed", BOUND);
      assertThat(bed.postgres().query("SELECT count(*) FROM orders WHERE id = 1").get(0))
          .containsExactly("2");
      workload.stop();
    }
  }

  @Test
  void abortsATransactionAtTheDeadlineWithOneClearMessage() {
    try (Workload workload = workload(settings(SHORT))) {
      workload.on("a", "borrow");
      workload.on("a", "begin");
      workload.on("a", "do", "INSERT INTO orders VALUES (2)");
      workload.awaitLog("aborted", BOUND);
      assertThat(firstFailure(workload))
          .startsWith("failed 08006 Leasehold: the lease of this connection has ended")
          .containsPattern("binding default, generation \\d+, role v-");
      assertThat(workload.on("a", "commit"))
          .startsWith("failed"); // The pool has dropped it by now.
      workload.on("a", "release");
      workload.on("b", "borrow");
      assertThat(workload.on("b", "do", "SELECT count(*) FROM orders WHERE id = 2"))
          .isEqualTo("row 0");
      workload.stop();
    }
  }

  @Test
  void abortsAStatementThatRunsAtTheDeadline() {
    try (Workload workload = workload(settings(SHORT))) {
      workload.on("a", "borrow");
      assertThat(workload.on("a", "do", "SELECT pg_sleep(20)"))
          .startsWith("failed 08006 Leasehold: the lease of this connection has ended");
      workload.stop();
    }
  }

  /** The abort runs beside the log's line, so that a driver that hangs in it holds nothing up. */
  private static String firstFailure(Workload workload) {
    String[] answer = {"row 1"};
    Eventually.holds(
        "a statement fails",
        BOUND,
        () -> {
          answer[0] = workload.on("a", "do", "SELECT 1");
          return !answer[0].equals("row 1");
        });
    return answer[0];
  }

  /** With leases that last so long, and are not renewed. */
  private static Map<String, String> settings(Duration lease) {
    bed.vault().database().role(TestBed.ROLE, lease, lease);
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }

  private static Workload workload(Map<String, String> settings) {
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady();
  }
}
