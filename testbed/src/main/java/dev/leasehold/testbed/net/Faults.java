// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** A relay's treatment of the bytes that pass; shared by its links. */
final class Faults {
  private static final long UNLIMITED = Long.MAX_VALUE;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stalled;
  private long delayNanos;
  private long answerBytes = UNLIMITED;
  private boolean holdsRest;

  void none() {
    set(false, 0, UNLIMITED, false);
  }

  void stall() {
    set(true, 0, UNLIMITED, false);
  }

  void delay(Duration delay) {
    set(false, delay.toNanos(), UNLIMITED, false);
  }

  void cutAnswers(long bytes) {
    set(false, 0, bytes, false);
  }

  void holdAnswers(long bytes) {
    set(false, 0, bytes, true);
  }

  /** Makes links that wait look whether they are still open. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits as long as the present fault holds bytes back, and no longer than the link is open. */
  void hold(BooleanSupplier open) throws InterruptedException {
    lock.lock();
    try {
      long left = delayNanos;
      while (open.getAsBoolean() && (stalled || left > 0)) {
        if (stalled) {
          changed.await();
        } else {
          left = changed.awaitNanos(left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits as long as the rest of an answer is held back, and no longer than the link is open.
   *
   * @return whether the rest was held back, and did not only have to be cut
   */
  boolean holdRest(BooleanSupplier open) throws InterruptedException {
    lock.lock();
    try {
      boolean held = holdsRest;
      while (open.getAsBoolean() && holdsRest) {
        changed.await();
      }
      return held;
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many of so many bytes of an answer may pass, of which some have passed. After fewer than
   * given, call {@link #holdRest}, and cut if that does not hold.
   */
  int admit(int bytes, long passed) {
    lock.lock();
    try {
      return passed + bytes < answerBytes ? bytes : (int) Math.max(0, answerBytes - 1 - passed);
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean stall, long delay, long bytes, boolean hold) {
    lock.lock();
    try {
      stalled = stall;
      delayNanos = delay;
      answerBytes = bytes;
      holdsRest = hold;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
