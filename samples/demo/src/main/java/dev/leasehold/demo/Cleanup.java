// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes all that was opened, the newest first, once: at the end, or when the JVM is told to end.
 * Safe for use by many threads.
 */
final class Cleanup implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private volatile boolean interrupted;

  /** Keeps a resource for later; closes it at once when everything has been closed already. */
  synchronized <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    if (interrupted) {
      close();
    }
    return resource;
  }

  /** Closes everything when the JVM ends, Ctrl-C included. */
  void closeAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "demo-cleanup"));
  }

  /** Whether the JVM is on its way out: each failure then comes of that. */
  boolean isInterrupted() {
    return interrupted;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("demo: cannot clean up: " + e.getMessage());
      }
    }
  }

  private void interrupt() {
    interrupted = true;
    synchronized (this) {
      if (!opened.isEmpty()) {
        System.err.println("demo: stopping everything");
        close();
        System.err.println("demo: nothing is left running");
      }
    }
  }
}
