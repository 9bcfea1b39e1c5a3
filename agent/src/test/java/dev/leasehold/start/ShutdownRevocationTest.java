// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.OneLease;
import dev.leasehold.observe.OutstandingLeases;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownRevocationTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private final List<String> lines = new ArrayList<>();
  private final Log log = new Log(lines::add, Log.Level.INFO, "4711");
  private final OutstandingLeases outstanding = new OutstandingLeases(LeaseClock.system());

  @Test
  void writesTheLastLineAndDoesTheLastWorkThoughNothingCouldBeRevoked() throws Exception {
    outstanding.published(OneLease.generation("orders", "v-left", Duration.ofMinutes(10)), "start");
    ShutdownRevocation end =
        new ShutdownRevocation(
            new ShortOfMemory(1), BOUND, outstanding, () -> lines.add("last"), log);
    assertThatThrownBy(end::run).isInstanceOf(OutOfMemoryError.class);
    assertThat(lines).hasSize(2).last().isEqualTo("last");
    assertThat(lines.get(0)).contains("has not confirmed the revocation of role v-left");
  }

  @Test
  void doesTheLastWorkThoughThereIsNoMemoryForALine() {
    ShutdownRevocation end =
        new ShutdownRevocation(
            new ShortOfMemory(2), BOUND, outstanding, () -> lines.add("last"), log);
    assertThatThrownBy(end::run).isInstanceOf(OutOfMemoryError.class);
    assertThat(lines).containsExactly("last");
  }

  /** Bindings that some of the first questions about them find no memory for. */
  private static final class ShortOfMemory extends AbstractList<BindingRuntime> {

    private int left;

    ShortOfMemory(int failing) {
      this.left = failing;
    }

    @Override
    public int size() {
      if (left-- > 0) {
        throw new OutOfMemoryError("Java heap space");
      }
      return 0;
    }

    @Override
    public BindingRuntime get(int index) {
      throw new IndexOutOfBoundsException();
    }
  }
}
