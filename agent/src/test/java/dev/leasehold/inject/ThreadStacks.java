// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The methods that the threads of this JVM execute. */
final class ThreadStacks {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private ThreadStacks() {}

  /** Waits until a thread executes such calls, of which the first is the innermost. */
  static void await(String what, BiPredicate<Thread, List<String>> which) {
    await(what, 1, which);
  }

  /** Waits until so many threads ask an old session for its state. */
  static void awaitQuestions(int threads) {
    await("questions", threads, (thread, calls) -> isAsking(calls));
  }

  private static void await(String what, int threads, BiPredicate<Thread, List<String>> which) {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (count(which) < threads && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    assertThat(count(which)).as(what).isGreaterThanOrEqualTo(threads);
  }

  private static long count(BiPredicate<Thread, List<String>> which) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            thread ->
                which.test(
                    thread.getKey(),
                    Stream.of(thread.getValue()).map(StackTraceElement::toString).toList()))
        .count();
  }

  private static boolean isAsking(List<String> calls) {
    return calls.stream().anyMatch(call -> call.contains(".SessionSwap.ask("))
        && calls.stream().anyMatch(call -> call.matches(".*[.]Session(State[.]|Swap[.]askPart).*"))
        && calls.stream().anyMatch(call -> call.contains(".read("));
  }
}
