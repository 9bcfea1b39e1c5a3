// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class InsideTest {

  @Test
  void reachesWhatASuperclassKeepsToItself() throws Exception {
    Subclass pool = new Subclass();
    assertThat(Inside.part(pool, "idle")).isEqualTo("three");
    assertThat(Inside.call(pool, "release", "one")).isEqualTo("one released");
    assertThat(Inside.call(pool, "release")).isEqualTo("all released");
  }

  @Test
  void tellsVersionsApartByTheirFields() {
    assertThat(Inside.has(new Subclass(), "idle")).isTrue();
    assertThat(Inside.has(new Subclass(), "lockMain")).isFalse();
  }

  @Test
  void namesWhatAVersionLacks() {
    assertThatThrownBy(() -> Inside.get(new Subclass(), "busy"))
        .isInstanceOf(NoSuchFieldException.class)
        .hasMessageContaining("Subclass.busy is not there, or hidden");
    assertThatThrownBy(() -> Inside.call(new Subclass(), "release", 1, 2))
        .isInstanceOf(NoSuchMethodException.class)
        .hasMessageContaining("Subclass.release");
  }

  @Test
  void passesOverWhatAModuleHides() {
    assertThat(Inside.has(new ArrayDeque<>(), "elements")).isFalse();
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
