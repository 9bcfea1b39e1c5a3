// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void areOffUnlessGiven() {
    String agent = Options.BUILT_AGENT;
    assertThat(Options.parse(List.of()))
        .isEqualTo(new Options(false, false, false, false, false, agent));
    assertThat(Options.parse(List.of("--keep", "--kubernetes")))
        .isEqualTo(new Options(true, false, true, false, false, agent));
    assertThat(Options.parse(List.of("--sidecar", "--short", "--observe")))
        .isEqualTo(new Options(false, true, false, true, true, agent));
  }

  @Test
  void nameAnotherJar() {
    assertThat(Options.parse(List.of("--agent=target/staging/a.jar", "--short")))
        .isEqualTo(new Options(false, false, false, true, false, "target/staging/a.jar"));
  }

  @Test
  void namesTheOneItDoesNotKnow() {
    assertThatThrownBy(() -> Options.parse(List.of("--keep", "--forever")))
        .hasMessage("unknown option --forever");
  }
}
