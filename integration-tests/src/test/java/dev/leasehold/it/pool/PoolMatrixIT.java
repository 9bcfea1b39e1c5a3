package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.Comparator;
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
 * The newest version of each pool; all of them with {@code -Dleasehold.pools=all}, which also
 * writes what was shown to {@code docs/compatibility.md}.
 */
class PoolMatrixIT {

  private static final boolean ALL = "all".equals(System.getProperty("leasehold.pools"));
  private static final int ROTATIONS = ALL ? 5 : 2;

  private static final Queue<Shown> SHOWN = new ConcurrentLinkedQueue<>();

  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(20), Duration.ofMinutes(1)));
  }

  @AfterAll
  static void stop() {
    bed.close();
    List<PoolVersion> all = PoolVersion.all();
    if (ALL && SHOWN.size() == all.size()) {
      new CompatibilityDocument()
          .write(
              SHOWN.stream().sorted(Comparator.comparing(s -> all.indexOf(s.version()))).toList());
    }
  }

  static List<PoolVersion> versions() {
    return ALL ? PoolVersion.all() : PoolVersion.newest();
  }

  @ParameterizedTest
  @MethodSource("versions")
  @Execution(ExecutionMode.CONCURRENT)
  void letsConnectionsGoAsTheDocumentSays(PoolVersion version) {
    try (Trial trial = Trial.start(bed, version)) {
      Shown shown = trial.run(ROTATIONS);
      SHOWN.add(shown);
      assertThat(shown)
          .as(trial::log)
          .isEqualTo(new Shown(version, 0, Going.EVICTED, Going.EVICTED));
      if (!ALL) {
        assertThat(new CompatibilityDocument().rows()).contains(shown.row());
      }
    }
  }

  @Test
  @DisabledIfSystemProperty(named = "leasehold.pools", matches = "all")
  void theDocumentHasARowForEachVersion() {
    List<String> rows = new CompatibilityDocument().rows();
    assertThat(rows).hasSameSizeAs(PoolVersion.all());
    for (PoolVersion version : PoolVersion.all()) {
      assertThat(rows).anyMatch(row -> row.contains(version.cell()));
    }
  }
}
