// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The stage of the application's own start, for parts that must not be there before it. */
final class ApplicationStart {

  /** The JDK's class that calls {@code premain}, and every transformer. */
  private static final String CALLER = "sun.instrument.InstrumentationImpl";

  /** The prefix of the names of its methods for {@code premain}, from Java 8 to 25. */
  private static final String STARTS_AGENT = "loadClassAnd";

  private static final long LOOK_MILLIS = 100;

  /** Long enough for a framework to go on from its first connection. */
  private static final long QUIET_MILLIS = 2_000;

  /**
   * Longer than a server takes from its first connection to its first line of a log. A log manager
   * that is not there by then was named for nothing, or JMX may as well be the first to load it.
   */
  private static final Duration LOG_MANAGER = Duration.ofMinutes(5);

  private final Thread starter;
  private final Instrumentation instrumentation;

  /** Nothing ends the waits but the time. */
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * Makes the watch of a start.
   *
   * @param starter the thread that runs {@code premain}, and then the application's {@code main}
   */
  ApplicationStart(Thread starter, Instrumentation instrumentation) {
    this.starter = starter;
    this.instrumentation = instrumentation;
  }

  /** Waits until the agents' {@code premain} methods have returned, other agents' included. */
  void awaitMain() throws InterruptedException {
    int looks = 0;
    while (looks < 2) { // Between two agents the thread is in the JVM for a moment.
      looks = isInPremain(starter.getStackTrace()) ? 0 : looks + 1;
      pause(LOOK_MILLIS);
    }
  }

  /** A class that {@code main} loads goes through the same class, to the transformers. */
  static boolean isInPremain(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals(CALLER) && frame.getMethodName().startsWith(STARTS_AGENT)) {
        return true;
      }
    }
    return false;
  }

  /** Waits until the application has asked for a connection, and has had time to go on from it. */
  void awaitConnection(FirstConnection connection) throws InterruptedException {
    connection.awaitAsked();
    quiet();
  }

  /** Waits as long as a framework needs to go on from its last step. */
  void quiet() throws InterruptedException {
    pause(QUIET_MILLIS);
  }

  /**
   * Waits until the set-up of {@code java.util.logging} is settled, as the first use of JMX would
   * settle it. The log manager that a property names has been loaded, or has not been loaded in
   * five minutes.
   */
  void awaitLogManager() throws InterruptedException {
    String manager = System.getProperty("java.util.logging.manager");
    if (manager != null) {
      boolean ignored = awaitLoaded(manager, LOG_MANAGER);
    }
  }

  /** Waits until a class is loaded, by whichever loader; returns false when it is not in time. */
  boolean awaitLoaded(String className, Duration bound) throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    boolean loaded = isLoaded(className);
    while (!loaded && end - System.nanoTime() > 0) {
      pause(Math.min(QUIET_MILLIS, bound.toMillis()));
      loaded = isLoaded(className);
    }
    return loaded;
  }

  private boolean isLoaded(String className) {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getName().equals(className)) {
        return true;
      }
    }
    return false;
  }

  private void pause(long millis) throws InterruptedException {
    boolean ignored = never.await(millis, TimeUnit.MILLISECONDS);
  }
}
