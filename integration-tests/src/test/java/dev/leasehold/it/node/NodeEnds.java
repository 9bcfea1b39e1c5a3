// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.testbed.kubernetes.KeptLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pods that end in every way, and the roles that they leave. With {@code -Dleasehold.faults=all}
 * the figures go into {@code docs/faults.md}.
 */
abstract class NodeEnds {

  /** How long a role lives without renewal. */
  private static final Duration LEASE = Duration.ofSeconds(9);

  /** Vault takes a moment to drop the role of an ended lease. */
  private static final Duration MOMENT = Duration.ofSeconds(6);

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final boolean ALL = "all".equals(System.getProperty("leasehold.faults"));
  private static final List<EndRow> ROWS = new CopyOnWriteArrayList<>();

  static Stream<Arguments> ends() {
    return Stream.of(PodEnd.values())
        .flatMap(end -> Stream.of(PodKind.values()).map(kind -> Arguments.of(end, kind)));
  }

  @AfterAll
  static void writeFigures() {
    if (ALL && ROWS.size() == ends().count()) {
      EndDocument.write(ROWS);
    }
  }

  private static Shop shop() {
    return NodeIT.shop();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("ends")
  @Execution(ExecutionMode.CONCURRENT)
  void leavesTheRolesThatAreSaid(PodEnd end, PodKind kind, @TempDir Path directory)
      throws IOException {
    if (kind == PodKind.SIDECAR) {
      NodeImages.assume(NodeImages.PYTHON);
    }
    String pod = end.pod(kind);
    try (KeptLogs log = shop().node().keepLogs(Shop.NAMESPACE, pod, "orders")) {
      start(end, kind, directory);
      List<String> roles = shop().roles(pod);
      assertThat(roles).hasSize(1);
      Instant ended = end.make(shop(), pod);
      EndRow row;
      if (end.isOfContainer() && kind == PodKind.SIDECAR) {
        awaitSecondRun(log);
        assertThat(shop().roles(pod)).as("the role of the sidecar").isEqualTo(roles);
        row = EndRow.of(end, kind, log.byFile().values(), 0, Duration.ZERO);
      } else {
        int left = left(pod, roles).size();
        Eventually.holds("no role is left", BOUND, () -> left(pod, roles).isEmpty());
        Duration life = left == 0 ? Duration.ZERO : Duration.between(ended, Instant.now());
        row = EndRow.of(end, kind, log.byFile().values(), left, life);
      }
      System.out.println(row);
      hold(row);
      if (end.isOfContainer()) {
        awaitSecondRun(log);
        shop().kubectl(pod, "delete", "pod/" + pod);
      }
      assertThat(shop().roles(pod)).as("roles in the end").isEmpty();
      ROWS.add(row);
    }
  }

  private static void start(PodEnd end, PodKind kind, Path directory) throws IOException {
    String pod = end.pod(kind);
    shop().admit(pod, pod, LEASE);
    String manifest =
        Files.readString(kind.manifest())
            .replace("NAME", pod)
            .replace("ALLOCATES", end.isOfContainer() ? "/tmp/allocated" : "");
    shop()
        .injectAndApply(
            Files.writeString(directory.resolve(pod + ".yaml"), manifest),
            "--creds=database/creds/" + pod,
            "--role=" + pod,
            "--url=" + shop().jdbcUrl(),
            "--set=margin=1s");
    shop().awaitLine(pod, "orders", NodeEnds::isWorking);
  }

  private static boolean isWorking(String line) {
    return line.matches("queries=[1-9]\\d* failed=0");
  }

  private static void awaitSecondRun(KeptLogs log) {
    Eventually.holds(
        "the program works again",
        BOUND,
        () ->
            log.byFile().values().stream()
                    .filter(run -> run.stream().anyMatch(NodeEnds::isWorking))
                    .count()
                == 2);
  }

  private static List<String> left(String pod, List<String> of) {
    List<String> roles = new ArrayList<>(shop().roles(pod));
    roles.retainAll(of);
    return roles;
  }

  private static void hold(EndRow row) {
    assertThat(row.queries()).isPositive();
    assertThat(row.failed()).isZero();
    if (row.end() == PodEnd.DRAINED || row.end() == PodEnd.EVICTED) {
      assertThat(row.left()).as("roles left").isZero();
    }
    assertThat(row.life()).isLessThan(LEASE.plus(MOMENT));
  }
}
