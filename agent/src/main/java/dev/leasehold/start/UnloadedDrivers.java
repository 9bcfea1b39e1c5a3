// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.observe.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Drivers that the settings name and that the application never loads. Their names may be misspelt,
 * and the settings then do not apply to the driver that is meant.
 */
final class UnloadedDrivers {

  private final Collection<String> named;
  private final Predicate<String> awaited;
  private final Log log;

  /** Nothing ends the wait but the time. */
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * Makes the watch of these drivers.
   *
   * @param named the names of their classes, as in {@code leasehold.drivers}
   * @param awaited whether a class has not been loaded by now
   */
  UnloadedDrivers(Collection<String> named, Predicate<String> awaited, Log log) {
    this.named = named;
    this.awaited = awaited;
    this.log = log;
  }

  /** Looks once, on a thread of its own, after the time that an application takes to start. */
  void watch() {
    if (!named.isEmpty()) {
      DaemonThreads.daemon(this::await, "leasehold-unloaded").start();
    }
  }

  private void await() {
    try {
      boolean ignored = never.await(FirstConnection.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      tell(FirstConnection.PATIENCE);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Warns of the drivers that were not loaded in this time. */
  void tell(Duration patience) {
    List<String> missing = new ArrayList<>();
    for (String name : named) {
      if (awaited.test(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      log.warn(
          "leasehold.drivers names "
              + String.join(", ", missing)
              + ", which the application has not loaded in the "
              + patience.toMinutes()
              + " min since the start. Compare the name with the driver's class. If the name is wrong,"
              + " the driver's connections are treated as connections of an unknown driver");
    }
  }
}
