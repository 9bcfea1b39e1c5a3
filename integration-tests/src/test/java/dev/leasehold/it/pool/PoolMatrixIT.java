// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.SessionWatch;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The newest version of each pool and wrapper. With {@code -Dleasehold.pools=all} it is every
 * version, and with {@code -Dleasehold.pools=druid,ucp} the versions of some artifacts. Both also
 * write the results to {@code docs/compatibility.md}.
 */
class PoolMatrixIT {

  private static final List<String> WANTED =
      List.of(System.getProperty("leasehold.pools", "").split(",", -1));

  private static final boolean LONG = !WANTED.contains("");
  private static final int ROTATIONS = 5;

  private static final Queue<Shown> SHOWN = new ConcurrentLinkedQueue<>();

  private static TestBed bed;
  private static SessionWatch sessions;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(30), Duration.ofMinutes(1)));
    sessions = SessionWatch.start(bed.postgres());
  }

  @AfterAll
  static void stop() {
    sessions.close();
    bed.close();
    if (LONG) {
      new CompatibilityDocument().write(SHOWN, PoolVersion.all());
    }
  }

  static List<PoolVersion> versions() {
    return LONG
        ? PoolVersion.all().stream().filter(PoolMatrixIT::isWanted).toList()
        : PoolVersion.newest();
  }

  private static boolean isWanted(PoolVersion version) {
    return WANTED.contains("all") || WANTED.contains(version.artifact());
  }

  @ParameterizedTest
  @MethodSource("versions")
  @Execution(ExecutionMode.CONCURRENT)
  void letsConnectionsGoAsTheDocumentSays(PoolVersion version) {
    try (Trial trial = Trial.start(bed, version, sessions)) {
      Shown shown = trial.run(LONG ? ROTATIONS : version.pool().table().rotations());
      SHOWN.add(shown);
      PoolLibrary pool = version.pool();
      assertThat(shown)
          .as(trial::log)
          .isEqualTo(new Shown(version, 0, pool.idle(), pool.borrowed()));
      if (!LONG) {
        assertThat(new CompatibilityDocument().rows()).contains(shown.row());
      }
    }
  }

  static List<PoolVersion> newestInALayer() {
    return PoolVersion.newest().stream()
        .filter(version -> version.pool().isTriedInALayer())
        .toList();
  }

  /** The parts of a pool that the agent reaches are opened to it where a module hides them. */
  @ParameterizedTest
  @MethodSource("newestInALayer")
  @Execution(ExecutionMode.CONCURRENT)
  void letsConnectionsGoInALayerWhoseModulesOpenNothing(PoolVersion version) {
    try (Trial trial = Trial.startInALayer(bed, version, sessions)) {
      assertThat(trial.runWithoutLoad())
          .as(trial::log)
          .isEqualTo(new Shown(version, 0, Going.EVICTED, Going.EVICTED));
      assertThat(trial.log())
          .doesNotContain("could not be told to evict", "pool is not known", " ERROR ");
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "leasehold.pools", matches = ".+")
  void theDocumentHasARowForEachVersion() {
    List<String> rows = new CompatibilityDocument().rows();
    assertThat(rows).hasSameSizeAs(PoolVersion.all());
    for (PoolVersion version : PoolVersion.all()) {
      assertThat(rows).anyMatch(version::isOf);
    }
  }
}
