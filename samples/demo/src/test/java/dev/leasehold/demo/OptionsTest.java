// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void areOffUnlessGiven() {
    assertThat(Options.parse(List.of())).isEqualTo(new Options(false, false, false, false, false));
    assertThat(Options.parse(List.of("--keep", "--kubernetes")))
        .isEqualTo(new Options(true, false, true, false, false));
    assertThat(Options.parse(List.of("--sidecar", "--short", "--observe")))
        .isEqualTo(new Options(false, true, false, true, true));
  }

  @Test
  void namesTheOneItDoesNotKnow() {
    assertThatThrownBy(() -> Options.parse(List.of("--keep", "--forever")))
        .hasMessage("unknown option --forever");
  }
}
