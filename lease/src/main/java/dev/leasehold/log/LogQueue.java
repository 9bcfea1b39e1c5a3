// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from any thread without ever making it wait, and prints them in order on a daemon
 * thread of its own. A pipe without a reader blocks its writer, and that must be neither the
 * rotation nor a thread of the application.
 *
 * <p>While more lines wait than there is room for, new lines are dropped. Their number is printed
 * in their place once lines are taken again. A line that cannot be printed for want of memory
 * counts as dropped.
 *
 * <p>{@link #flush} waits for the lines that were taken so far. It is to be called when the JVM
 * ends, since nothing waits for a daemon thread then.
 *
 * <p>The thread waits in a monitor, as the JDK's locks need memory to wait. No thread holds it for
 * longer than it takes to move a reference, or to make the line about the dropped lines.
 */
public final class LogQueue implements Consumer<String> {

  /** Some minutes of a rotation that goes wrong at debug level; a megabyte at most or so. */
  static final int ROOM = 4096;

  /** How long to wait for memory, where there was none for a line. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Consumer<String> out;
  private final UnaryOperator<String> warning;
  private final Object lock = new Object();
  private final boolean printing;

  @GuardedBy("lock") private final @Nullable String[] lines = new String[ROOM];

  @GuardedBy("lock") private int first;

  @GuardedBy("lock") private int waiting;

  @GuardedBy("lock") private long taken;

  @GuardedBy("lock") private long printed;

  @GuardedBy("lock") private long dropped;

  /** How many lines were taken up to the last note of dropped lines, and with it. */
  @GuardedBy("lock") private long noted;

  private LogQueue(Consumer<String> out, UnaryOperator<String> warning) {
    this.out = out;
    this.warning = warning;
    this.printing = startPrinting();
  }

  /**
   * Makes a queue in front of {@code out} and starts its thread. Where there is no thread to be
   * had, each line is printed by the thread that brings it.
   *
   * @param out prints a line; called on the queue's thread
   * @param warning makes a line of level WARN of the queue's own message
   */
  public static LogQueue before(Consumer<String> out, UnaryOperator<String> warning) {
    return new LogQueue(out, warning);
  }

  private boolean startPrinting() {
    try {
      Thread thread = new Thread(this::print, "leasehold-log");
      thread.setDaemon(true);
      thread.start();
      return true;
    } catch (OutOfMemoryError none) {
      return false;
    }
  }

  /** Takes a line; never waits for it to be printed. */
  @Override
  public void accept(String line) {
    if (!printing) {
      out.accept(line);
      return;
    }
    synchronized (lock) {
      if (waiting + (dropped > 0 ? 1 : 0) >= ROOM) {
        dropped++;
        return;
      }
      try {
        noteDropped();
      } catch (OutOfMemoryError none) {
        dropped++;
        return;
      }
      add(line);
      lock.notifyAll();
    }
  }

  /** Puts a note in the place of the dropped lines. */
  @GuardedBy("lock") private void noteDropped() {
    if (dropped > 0) {
      add(warning.apply("lines dropped here, as nobody read standard error: " + dropped));
      dropped = 0;
      noted = taken;
    }
  }

  @GuardedBy("lock") private void add(String line) {
    lines[(first + waiting) % ROOM] = line;
    waiting++;
    taken++;
  }

  /**
   * Waits until all lines that were taken before are printed, and how many were dropped.
   *
   * @return whether they are within {@code bound}
   */
  public boolean flush(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    boolean interrupted = false;
    try {
      synchronized (lock) {
        long all = taken;
        long left = bound.toNanos();
        while (!printed(all) && left > 0) {
          try {
            TimeUnit.NANOSECONDS.timedWait(lock, left);
          } catch (InterruptedException hurried) {
            interrupted = true; // An application may interrupt every thread at its end.
          }
          left = end - System.nanoTime();
        }
        return printed(all);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @GuardedBy("lock") private boolean printed(long all) {
    return printed >= Math.max(all, noted) && dropped == 0;
  }

  private void print() {
    while (true) {
      try {
        printNext();
      } catch (InterruptedException notOurs) {
        // Somebody interrupts every thread of the JVM; this thread goes on.
      } catch (Throwable unprinted) { // No memory, or a stream of the application's that throws.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void printNext() throws InterruptedException {
    String line = next();
    boolean done = false;
    try {
      out.accept(line);
      done = true;
    } finally {
      ended(done);
    }
  }

  private String next() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (waiting == 0) {
          noteDropped();
        }
        String line = lines[first];
        if (line != null) {
          return line;
        }
        lock.wait();
      }
    }
  }

  private void ended(boolean done) {
    synchronized (lock) {
      lines[first] = null;
      first = (first + 1) % ROOM;
      waiting--;
      printed++;
      dropped += done ? 0 : 1;
      lock.notifyAll();
    }
  }
}
