// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at PostgreSQL and at Leasehold's log four times a second, shows its observations, and wakes
 * each thread that waits for something to become true.
 */
final class Watch implements AutoCloseable {

  private static final long PERIOD_MILLIS = 250;

  private final RoleQuery query;
  private final Roles roles;
  private final LeaseholdLog log;
  private final Tally tally;
  private final Screen screen;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private @Nullable Exception fault;

  Watch(RoleQuery query, Roles roles, LeaseholdLog log, Tally tally, Screen screen) {
    this.query = query;
    this.roles = roles;
    this.log = log;
    this.tally = tally;
    this.screen = screen;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A fault is kept for the thread that waits.
  void start() {
    clock.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Waits until the check holds.
   *
   * @param what the state that is waited for, for the message
   * @throws DemoException when the time is over, or nothing can be seen any more
   */
  void await(String what, Duration atMost, BooleanSupplier check) throws InterruptedException {
    if (!holds(atMost, check)) {
      throw new DemoException(what + " did not happen within " + atMost.toSeconds() + " s");
    }
  }

  /**
   * Waits until the check holds, or the time is over.
   *
   * @return whether it holds
   * @throws DemoException when nothing can be seen any more
   */
  synchronized boolean holds(Duration atMost, BooleanSupplier check) throws InterruptedException {
    Instant end = Instant.now().plus(atMost);
    while (!check.getAsBoolean()) {
      if (fault != null) {
        throw new DemoException("cannot look at PostgreSQL or Leasehold's log: " + fault, fault);
      }
      if (Instant.now().isAfter(end)) {
        return false;
      }
      wait(PERIOD_MILLIS);
    }
    return true;
  }

  /** Waits until a moment has come. */
  void until(Instant moment) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), moment);
    await("the passing of time", left.plusSeconds(5), () -> !Instant.now().isBefore(moment));
  }

  @Override
  public void close() throws SQLException, InterruptedException {
    clock.shutdown();
    clock.awaitTermination(5, TimeUnit.SECONDS);
    query.close();
  }

  private synchronized void look() {
    try {
      for (String line : log.news()) {
        screen.note("leasehold: " + line);
      }
      roles.saw(query.ask());
      screen.show(new Panel(roles, tally));
    } catch (SQLException | IOException | RuntimeException e) {
      fault = e;
    }
    notifyAll();
  }
}
