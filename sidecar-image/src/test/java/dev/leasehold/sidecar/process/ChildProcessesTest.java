// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.process.ChildProcesses.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChildProcessesTest {

  private final ChildProcesses children = new ChildProcesses();
  private final ScriptedWait wait = new ScriptedWait();

  @Test
  void reapsWhatItHasNotStarted() {
    wait.ended.addAll(List.of(41L, 42L));
    assertThat(children.reap(wait)).isEqualTo(2);
    assertThat(wait.reaped).containsExactly(41L, 42L);
  }

  @Test
  void leavesAProgramOfItsOwnToTheJdkUntilTheJdkHasReapedIt() throws Exception {
    Process own = children.note(new ProcessBuilder("sleep", "300"));
    try {
      wait.ended.addAll(List.of(41L, own.pid(), 42L));
      assertThat(children.reap(wait)).isEqualTo(1);
      assertThat(wait.reaped).containsExactly(41L);
    } finally {
      own.destroyForcibly();
    }
    assertThat(own.waitFor()).isEqualTo(128 + 9);
    assertThat(children.reap(wait)).as("its number is another process's by now").isEqualTo(2);
    assertThat(wait.reaped).containsExactly(41L, own.pid(), 42L);
  }

  @Test
  void triesAgainLaterWhereOneCannotBeReaped() {
    wait.ended.add(41L);
    wait.refuses = true;
    assertThat(children.reap(wait)).isZero();
    wait.refuses = false;
    assertThat(children.reap(wait)).isEqualTo(1);
  }

  /** The C library of this test: a JVM has few orphans. */
  private static final class ScriptedWait implements Wait {

    private final Queue<Long> ended = new ArrayDeque<>();
    private final List<Long> reaped = new ArrayList<>();
    private boolean refuses;

    @Override
    public long ended() {
      Long first = ended.peek();
      return first == null ? 0 : first;
    }

    @Override
    public boolean reap(long pid) {
      if (refuses) {
        return false;
      }
      reaped.add(pid);
      return ended.remove(pid);
    }
  }
}
