// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesTest {

  private static final Duration OLD = Duration.ofSeconds(10);
  private static final Duration NEW = Duration.ofSeconds(30);

  private final Roles roles = new Roles();

  @Test
  void beginsATurnWhenARoleAppears() {
    roles.saw(new Snapshot(Map.of("a", NEW), Map.of()));
    assertThat(roles.isCurrentInUse()).isFalse();
    roles.saw(new Snapshot(Map.of("a", NEW), Map.of("a", 3)));
    roles.saw(new Snapshot(Map.of("a", OLD), Map.of("a", 3)));
    assertThat(roles.turns()).extracting(Turn::number, Turn::role).containsExactly(tuple(1, "a"));
    assertThat(roles.isCurrentInUse()).isTrue();
  }

  @Test
  void numbersTheRoleThatLivesLongerLater() {
    roles.saw(new Snapshot(Map.of("a", NEW, "b", OLD), Map.of("a", 1, "b", 1)));
    assertThat(roles.current().role()).isEqualTo("a");
    assertThat(roles.current().number()).isEqualTo(2);
  }

  @Test
  void keepsTheTurnsOfRolesThatAreGone() {
    roles.saw(new Snapshot(Map.of("a", OLD), Map.of("a", 1)));
    roles.saw(new Snapshot(Map.of("b", NEW), Map.of("b", 1)));
    assertThat(roles.turns()).extracting(Turn::role).containsExactly("a", "b");
    assertThat(roles.latest().roles()).containsExactly("b");
  }
}
