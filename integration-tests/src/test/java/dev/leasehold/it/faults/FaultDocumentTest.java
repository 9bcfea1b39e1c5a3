// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
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
    assertThat(FaultDocument.counted()).containsExactlyElementsOf(made);
  }

  @Test
  void replacesTheSectionsOfARunAndNothingElse() {
    String text = SourceTree.read("docs/faults.md");
    String replaced =
        FaultDocument.replaced(text, List.of(Faults.ANSWERS, Faults.PROCESS), List.of());
    assertThat(figures(replaced, Faults.VAULT, Faults.LEASES)).isGreaterThan(10);
    assertThat(figures(replaced, Faults.ANSWERS, Faults.LEASES)).isZero();
    assertThat(figures(replaced, Faults.PROCESS, "end")).isZero();
    String cut = "(?s)\n## Answers of Vault.*?\n(?=\n## Leases)|\n## Process.*\n(?=\n<!-- /faults)";
    assertThat(replaced.replaceAll(cut, "")).isEqualTo(text.replaceAll(cut, ""));
  }

  private static long figures(String text, String from, String to) {
    int end = text.indexOf("\n## " + to);
    return text.substring(text.indexOf("\n## " + from), end < 0 ? text.length() : end)
        .lines()
        .filter(line -> line.matches("\\|( [^|]+ \\|){7}") && !line.startsWith("| fault"))
        .count();
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
