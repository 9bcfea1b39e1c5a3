// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class MemberAccessTest {

  @Test
  void reachesWhatASuperclassKeepsToItself() throws Exception {
    Subclass pool = new Subclass();
    assertThat(MemberAccess.part(pool, "idle")).isEqualTo("three");
    assertThat(MemberAccess.call(pool, "release", "one")).isEqualTo("one released");
    assertThat(MemberAccess.call(pool, "release")).isEqualTo("all released");
  }

  @Test
  void tellsVersionsApartByTheirFields() {
    assertThat(MemberAccess.has(new Subclass(), "idle")).isTrue();
    assertThat(MemberAccess.has(new Subclass(), "lockMain")).isFalse();
  }

  @Test
  void namesWhatAVersionLacks() {
    assertThatThrownBy(() -> MemberAccess.get(new Subclass(), "busy"))
        .isInstanceOf(NoSuchFieldException.class)
        .hasMessageContaining("Subclass.busy is not there, or hidden");
    assertThatThrownBy(() -> MemberAccess.call(new Subclass(), "release", 1, 2))
        .isInstanceOf(NoSuchMethodException.class)
        .hasMessageContaining("Subclass.release");
  }

  @Test
  void passesOverWhatAModuleHides() {
    assertThat(MemberAccess.has(new ArrayDeque<>(), "elements")).isFalse();
  }

  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // They are reached by name.
  private static class Superclass {

    private final String idle = "three";

    private String release(String which) {
      return which + " released";
    }

    private String release() {
      return "all released";
    }
  }

  private static final class Subclass extends Superclass {}
}
