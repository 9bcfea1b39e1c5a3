// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault that is made to a process of its own meets one way to open connections, in turn. One
 * process is light enough to run beside {@link FaultMatrixIT}, which makes these faults to every
 * way with {@code -Dleasehold.faults=all}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisabledIfSystemProperty(named = "leasehold.faults", matches = "all")
class SingleProcessFaultsIT {

  private final Matrix matrix = new Matrix(false);

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("dev.leasehold.it.faults.Faults#chosenOfOneProcess")
  void keepsItsPromiseIn(Fault fault) {
    assertThat(matrix.play(fault)).isNotEmpty();
  }

  @AfterAll
  void leaveNothingBehind() {
    matrix.finish();
  }
}
