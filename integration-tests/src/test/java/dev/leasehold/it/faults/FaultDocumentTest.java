// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultDocumentTest {

  @Test
  void promisesWhatTheTestsHoldAndNothingElse() {
    assertThat(FaultDocument.promises())
        .containsExactlyElementsOf(Faults.all().stream().map(FaultDocument::promise).toList());
  }

  @Test
  void hasFiguresForEachFaultOnEachWayItIsMadeTo() {
    List<String> made =
        Faults.all().stream()
            .flatMap(fault -> fault.ways().stream().map(way -> name(fault, way)))
            .toList();
    assertThat(FaultDocument.rows())
        .extracting(row -> row.fault() + ", " + row.way().label())
        .containsExactlyElementsOf(made);
  }

  @Test
  void namesNoFaultTwice() {
    Stream<String> names = Faults.all().stream().map(Fault::name);
    assertThat(names.toList()).doesNotHaveDuplicates();
  }

  private static String name(Fault fault, Way way) {
    return fault.name() + ", " + way.label();
  }
}
