// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

  /** Nothing may be counted after it for hours. */
  @Test
  void keepsNoGenerationThatIsGone() throws Exception {
    OpenConnections open = new OpenConnections(List.of());
    WeakReference<GenerationConnections> gone = counted(open);
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (gone.get() != null && System.nanoTime() < bound) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
    assertThat(counted(open)).isNotNull();
  }

  private static WeakReference<GenerationConnections> counted(OpenConnections open)
      throws Exception {
    GenerationConnections group =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    assertThat(open.of(group, LeaseClock.system().now())).isEmpty();
    return new WeakReference<>(group);
  }
}
