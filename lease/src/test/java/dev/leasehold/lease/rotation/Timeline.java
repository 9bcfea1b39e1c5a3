// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** Runs the tasks of a binding's threads, at times of a virtual clock. */
final class Timeline implements ProbeRunner {

  private record Event(long at, long number, Runnable task) {}

  private final VirtualClock clock;
  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final Set<Target> asked = new HashSet<>();
  private long numbers;

  Timeline(VirtualClock clock, Random random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void tell(Runnable event) {
    tellIn(Duration.ZERO, event);
  }

  @Override
  public void tellIn(Duration delay, Runnable event) {
    events.add(new Event(clock.nanos() + delay.toNanos(), numbers++, event));
  }

  /** A trial takes some milliseconds, now and then some seconds. */
  @Override
  public void tryOut(Target target, Runnable trial, boolean awaited) {
    if (awaited || asked.add(target)) {
      int millis = random.nextInt(8) == 0 ? random.nextInt(2_500) : random.nextInt(20);
      tellIn(
          Duration.ofMillis(millis),
          () -> {
            asked.remove(target);
            trial.run();
          });
    }
  }

  /** Lets this much time go by. */
  void pass(Duration time) {
    long end = clock.nanos() + time.toNanos();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      advanceTo(next.at());
      next.task().run();
    }
    advanceTo(end);
  }

  private void advanceTo(long nanos) {
    clock.advance(Duration.ofNanos(Math.max(0, nanos - clock.nanos())));
  }
}
