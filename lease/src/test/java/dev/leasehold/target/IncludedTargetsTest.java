// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IncludedTargetsTest {

  private static final Target A = Target.of("a", 5432, "orders");
  private static final Target B = Target.of("b", 5433, "orders");
  private static final Target C = Target.of("c", 5432, "orders");

  @Test
  void areTheServersWhateverTheDatabase() {
    Targets both = Targets.of(A, B);
    assertThat(both.includes(Target.of("a", 5432, "stock"))).isTrue();
    assertThat(both.includes(Target.of("a", 5433, "orders"))).isFalse();
    assertThat(both.includes(C)).isFalse();
  }

  @Test
  void areWhatStandsForSomeOfTheServersAndForNoOther() {
    Targets both = Targets.of(A, B);
    assertThat(both.includes(both.whole())).isTrue();
    assertThat(both.includes(Targets.of(B, A).whole())).isTrue();
    assertThat(both.includes(Targets.of(B, C).whole())).isFalse();
    assertThat(Targets.of(A).includes(both.whole())).isFalse();
  }

  @Test
  void areASocketWhosePathIsTheSame() {
    Targets socket = Targets.of(Target.of("/run/a,b/socket", Target.NO_PORT, "orders"));
    assertThat(socket.includes(socket.whole())).isTrue();
    assertThat(Targets.of(A, B).includes(socket.whole())).isFalse();
  }
}
