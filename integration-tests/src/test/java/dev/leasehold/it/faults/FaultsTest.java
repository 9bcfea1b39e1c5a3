// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FaultsTest {

  @Test
  void areChosenByAPartOfTheirNameThatOneHas() {
    assertThat(Faults.named("sealed")).isNotEmpty();
    assertThatThrownBy(() -> Faults.named("saeled"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no fault of docs/faults.md has 'saeled' in its name");
  }
}
