// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The faults of some subjects, with servers of their own. Each fault that is made to servers or
 * network meets every way to open connections at once; each that is made to one process meets one
 * way, in turn. With {@code -Dleasehold.faults=all} each meets every way, and the figures go into
 * {@code docs/faults.md}. With {@code -Dleasehold.fault=PART} those are made whose name has the
 * part.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultMatrix {

  private static final boolean ALL = "all".equals(System.getProperty("leasehold.faults"));
  private static final String PART = System.getProperty("leasehold.fault", "");

  private final Matrix matrix = new Matrix(ALL);
  private final List<Row> rows = new ArrayList<>();
  private final List<String> subjects;

  FaultMatrix(String... subjects) {
    this.subjects = List.of(subjects);
  }

  List<String> subjects() {
    return subjects;
  }

  Stream<Fault> faults() {
    return subjects.stream()
        .flatMap(subject -> Faults.bySubject().getOrDefault(subject, List.of()).stream())
        .filter(fault -> fault.name().contains(PART));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("faults")
  void keepsItsPromiseIn(Fault fault) {
    List<Row> counted = matrix.play(fault);
    assertThat(counted).isNotEmpty();
    rows.addAll(counted);
  }

  @AfterAll
  void leaveNothingBehind() {
    if (ALL && faults().allMatch(this::isCounted)) {
      FaultDocument.write(subjects, rows);
    }
    matrix.finish();
  }

  private boolean isCounted(Fault fault) {
    return rows.stream().anyMatch(row -> row.fault().equals(fault.name()));
  }
}
