// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Runs the ledger's look-around when it is due, or earlier when woken. */
final class LedgerThread {

  private final Supplier<Duration> sweep;
  private final Thread thread = DaemonThreads.daemon(this::run, "leasehold-ledger");
  private volatile boolean closed;

  LedgerThread(Supplier<Duration> sweep) {
    this.sweep = sweep;
  }

  void start() {
    thread.start();
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  void close() {
    closed = true;
    wake();
  }

  private void run() {
    while (!closed) {
      Thread.interrupted(); // Somebody interrupts every thread of the JVM: no pause would last.
      LockSupport.parkNanos(sweepOnce().toNanos());
    }
  }

  private Duration sweepOnce() {
    try {
      return sweep.get();
    } catch (Throwable fault) {
      return Ledger.TICK; // No fault of a driver's or of the JVM's ends the watch for good.
    }
  }
}
