// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ParallelTasksTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());

  @Test
  void runsThemSideBySide() {
    CountDownLatch both = new CountDownLatch(2);
    Runnable task = () -> meet(both);
    assertThat(new ParallelTasks("test", faults::add).run(List.of(task, task), LONG)).isTrue();
    assertThat(faults).isEmpty();
  }

  @Test
  void doesNotWaitLongerThanItsBound() {
    CountDownLatch never = new CountDownLatch(1);
    Runnable task = () -> meet(never);
    assertThat(new ParallelTasks("test", faults::add).run(List.of(task, task), Duration.ZERO))
        .isFalse();
    never.countDown();
  }

  @Test
  void runsThemOnTheCallersThreadWhereThereIsNoOther() {
    Thread caller = Thread.currentThread();
    List<Runnable> tasks =
        List.of(
            () -> done.add("first on " + Thread.currentThread().getId()),
            () -> done.add("second on " + Thread.currentThread().getId()));
    assertEnds(withoutThreads(), tasks);
    assertThat(done).containsExactly("first on " + caller.getId(), "second on " + caller.getId());
  }

  @Test
  void goesOnAfterATaskThatFails() {
    IllegalStateException bug = new IllegalStateException("bug");
    List<Runnable> tasks =
        List.of(
            () -> {
              throw bug;
            },
            () -> done.add("second"));
    assertEnds(withoutThreads(), tasks);
    assertThat(done).containsExactly("second");
    assertThat(faults).containsExactly(bug);
  }

  @Test
  void goesOnAfterAFaultThatCannotBeToldOf() {
    List<Runnable> tasks =
        List.of(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            },
            () -> done.add("second"));
    ParallelTasks mute =
        new ParallelTasks(
            noThread(),
            fault -> {
              throw new OutOfMemoryError("Java heap space");
            });
    assertEnds(mute, tasks);
    assertThat(done).containsExactly("second");
  }

  /** An error that says that there is no memory would end the test run, too. */
  private static void assertEnds(ParallelTasks parallel, List<Runnable> tasks) {
    assertThatCode(() -> assertThat(parallel.run(tasks, LONG)).isTrue()).doesNotThrowAnyException();
  }

  private ParallelTasks withoutThreads() {
    return new ParallelTasks(noThread(), faults::add);
  }

  /** Its threads fail to start as they do in a process at its limit. */
  private static ThreadFactory noThread() {
    return task ->
        new Thread(task) {
          @Override
          public void start() {
            throw new OutOfMemoryError("unable to create native thread");
          }
        };
  }

  private static void meet(CountDownLatch all) {
    all.countDown();
    try {
      all.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
