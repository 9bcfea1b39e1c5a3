// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault that is made to servers or network meets every way to open connections at once. With
 * {@code -Dleasehold.faults=all} so does each that is made to one process, which {@link
 * SingleProcessFaultsIT} makes otherwise, and the figures go into {@code docs/faults.md}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {

  private static final boolean ALL = "all".equals(System.getProperty("leasehold.faults"));

  private final Matrix matrix = new Matrix(ALL);
  private final List<Row> rows = new ArrayList<>();

  static List<Fault> faults() {
    return ALL ? Faults.chosen() : Faults.chosenOfAllProcesses();
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("faults")
  void keepsItsPromiseIn(Fault fault) throws IOException {
    List<Row> counted = matrix.play(fault);
    assertThat(counted).isNotEmpty();
    rows.addAll(counted);
    FaultDocument.write(Files.createDirectories(Path.of("target")).resolve("faults.md"), rows);
  }

  @AfterAll
  void leaveNothingBehind() {
    if (ALL && Faults.all().stream().allMatch(this::isCounted)) {
      FaultDocument.write(rows);
    }
    matrix.finish();
  }

  private boolean isCounted(Fault fault) {
    return rows.stream().anyMatch(row -> row.fault().equals(fault.name()));
  }
}
