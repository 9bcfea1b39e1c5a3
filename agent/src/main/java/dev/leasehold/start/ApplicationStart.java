// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.lang.instrument.Instrumentation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How far the application's own start has come, for what must not be there before it. */
final class ApplicationStart {

  /** The JDK's class that calls {@code premain}. */
  private static final String CALLER = "sun.instrument.InstrumentationImpl";

  private static final long LOOK_MILLIS = 100;

  /** Long enough for a framework to go on from its first connection. */
  private static final long QUIET_MILLIS = 2_000;

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

  /** Waits until the agents' {@code premain} methods have returned, those of others included. */
  void awaitMain() throws InterruptedException {
    int looks = 0;
    while (looks < 2) { // Between two agents the thread is in the JVM for a moment.
      looks = isInPremain() ? 0 : looks + 1;
      pause(LOOK_MILLIS);
    }
  }

  private boolean isInPremain() {
    for (StackTraceElement frame : starter.getStackTrace()) {
      if (frame.getClassName().equals(CALLER)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Waits until the application may have no more to say about how JMX and {@code java.util.logging}
   * are set up, which the first use of JMX settles: it has asked for a connection, and a log
   * manager that a property names has been loaded.
   */
  void awaitJmx(FirstConnection connection) throws InterruptedException {
    connection.awaitAsked();
    pause(QUIET_MILLIS);
    String manager = System.getProperty("java.util.logging.manager");
    while (manager != null && !isLoaded(manager)) {
      pause(QUIET_MILLIS);
    }
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
