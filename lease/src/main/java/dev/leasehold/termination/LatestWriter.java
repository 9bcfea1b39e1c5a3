// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.termination;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the latest of several texts on a thread of its own, which lives while there is a text to
 * write. The file may be on a volume that hangs. That keeps this one thread, and a caller waits
 * once, for a bounded time. Safe for many threads.
 */
final class LatestWriter {

  private final Destination destination;
  private final Duration bound;

  /** No monitor: virtual threads would keep their carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition rests = lock.newCondition();

  @GuardedBy("lock") private byte[] latest = new byte[0];

  @GuardedBy("lock") private boolean due;

  @GuardedBy("lock") private boolean failed;

  @GuardedBy("lock") private boolean writing;

  @GuardedBy("lock") private boolean hangs;

  /**
   * Makes a writer whose destination is empty.
   *
   * @param bound how long a caller waits for a write
   */
  LatestWriter(Destination destination, Duration bound) {
    this.destination = destination;
    this.bound = bound;
  }

  /** Has a text written, instead of a text that still waits, and returns at once. */
  void write(byte[] text) {
    lock.lock();
    try {
      if (failed || !Arrays.equals(text, latest)) {
        failed = false;
        latest = text;
        due = true;
        start();
      }
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private void start() {
    if (!writing) {
      try {
        DaemonThreads.daemon(this::run, "leasehold-termination").start();
        writing = true;
      } catch (OutOfMemoryError noThread) {
        failed = true;
      }
    }
  }

  /** Waits until all is written, but not for a write that has gone on for too long before. */
  void await() {
    lock.lock();
    try {
      long left = bound.toNanos();
      while (writing && !hangs && left > 0) {
        left = rests.awaitNanos(left);
      }
      hangs = writing;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (byte[] next = next(); next != null; next = next()) {
      try {
        destination.write(next);
      } catch (IOException | RuntimeException | Error unwritable) {
        missed(); // The log has the reason, too.
      }
    }
  }

  private byte @Nullable [] next() {
    lock.lock();
    try {
      if (due) {
        due = false;
        return latest;
      }
      writing = false;
      hangs = false;
      rests.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The same text is worth another try. */
  private void missed() {
    lock.lock();
    try {
      failed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The destination of the texts; one thread at a time uses it. */
  interface Destination {

    /** Replaces the text before; may take for ever. */
    void write(byte[] text) throws IOException;
  }
}
