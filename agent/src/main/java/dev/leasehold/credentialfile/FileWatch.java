// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.LeaseException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file again and again for the life of its binding. It looks at once when the system
 * tells of a change, and on a timer in any case. The content counts. Its thread is there from the
 * start, for an application that can have no more threads. Safe for many threads.
 */
final class FileWatch implements AutoCloseable {

  /** The time to the next look at content that could not be used, or was not taken yet. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final CredentialFileSource source;
  private final Duration poll;
  private final CredentialFileListener listener;
  private final Thread thread;
  private final DirectoryEvents.Service service;

  @GuardedBy("this") private final Set<String> told = new HashSet<>();

  private final Object turn = new Object();
  private volatile @Nullable Runnable changed;
  private volatile boolean closed;

  @GuardedBy("this") private int failures;

  /** Whether the thread waits, so that an interrupt ends no read. */
  @GuardedBy("turn") private boolean waiting;

  /** Whether to look without a wait. */
  @GuardedBy("turn") private boolean asked;

  FileWatch(
      CredentialFileSource source, String binding, Duration poll, CredentialFileListener listener) {
    this(source, binding, poll, listener, () -> FileSystems.getDefault().newWatchService());
  }

  FileWatch(
      CredentialFileSource source,
      String binding,
      Duration poll,
      CredentialFileListener listener,
      DirectoryEvents.Service service) {
    this.source = source;
    this.poll = poll;
    this.listener = listener;
    this.service = service;
    this.thread = DaemonThreads.daemon(this::run, "leasehold-" + binding + "-watch");
    this.thread.start(); // At the first connection there may be no more threads.
  }

  /** Begins to look, and calls {@code whenChanged} as long as the source is to be asked. */
  synchronized void start(Runnable whenChanged) {
    if (changed == null) {
      changed = whenChanged;
      notifyAll();
    }
  }

  private synchronized void awaitStart() {
    while (changed == null && !closed) {
      try {
        wait();
      } catch (InterruptedException again) {
        // By close, or by somebody who interrupts every thread of the JVM.
      }
    }
  }

  private void run() {
    awaitStart();
    try (DirectoryEvents events = events()) {
      boolean soon = false;
      while (!closed) {
        soon = lookAfter(events, soon && SOON.compareTo(poll) < 0 ? SOON : poll);
      }
    }
  }

  /**
   * Returns the changes that the system tells of. Where the system tells of none, for any cause,
   * the timer is left.
   */
  private DirectoryEvents events() {
    try {
      return DirectoryEvents.of(source.file(), service, this::polledOnly);
    } catch (IOException | RuntimeException | Error unable) { // As a JDK that lacks a library.
      polledOnly(unable);
      return DirectoryEvents.none();
    }
  }

  private void polledOnly(Throwable why) {
    try {
      listener.polledOnly(why.getMessage() == null ? why.toString() : why.getMessage());
    } catch (RuntimeException | Error untold) {
      // The file is read nevertheless.
    }
  }

  /** Goes on after every fault: without this thread a change would be noticed by nobody. */
  private boolean lookAfter(DirectoryEvents events, Duration pause) {
    try {
      await(events, pause);
      return look();
    } catch (RuntimeException | Error fault) { // As when there is no memory.
      LockSupport.parkNanos(SOON.toNanos());
      return true;
    }
  }

  private void await(DirectoryEvents events, Duration pause) {
    synchronized (turn) {
      if (asked) {
        asked = false;
        return;
      }
      waiting = true;
    }
    try {
      events.await(pause);
    } finally {
      synchronized (turn) {
        waiting = false;
        asked = false;
        boolean ignored = Thread.interrupted();
      }
    }
  }

  /** Has the file looked at now, on the thread that watches, and returns at once. */
  void wake() {
    synchronized (turn) {
      asked = true;
      if (waiting) {
        thread.interrupt();
      }
    }
  }

  /**
   * Looks at the file now.
   *
   * @return whether to look again soon
   */
  private synchronized boolean look() {
    Runnable whenChanged = changed;
    if (whenChanged == null || closed) {
      return false;
    }
    try {
      ParsedCredential found = source.read();
      usable();
      if (source.isHandedOut(found)) {
        return false;
      }
      whenChanged.run();
      return true;
    } catch (LeaseException unusable) {
      return failed(String.valueOf(unusable.getMessage()));
    }
  }

  /** The first failure in a row may be of a file that is being written, and is told to nobody. */
  @GuardedBy("this") private boolean failed(String problem) {
    failures++;
    if (failures > 1 && source.hasHandedOut() && told.add(problem)) {
      listener.unusable(problem);
    }
    return failures == 1;
  }

  @GuardedBy("this") private void usable() {
    failures = 0;
    if (!told.isEmpty()) {
      told.clear();
      listener.usableAgain();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
