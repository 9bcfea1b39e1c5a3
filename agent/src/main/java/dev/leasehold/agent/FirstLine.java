// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import org.jspecify.annotations.Nullable;

/**
 * The one line on standard error of a JVM in which there is no log yet, and the process that it
 * names. Written by a thread of its own, as a pipe that nobody reads would keep the application
 * from starting.
 */
public final class FirstLine implements Runnable {

  private static final long BOUND_MILLIS = 1000;

  private final String line;

  private FirstLine(String line) {
    this.line = line;
  }

  /**
   * Writes a line, and waits for it to be written for a second at most.
   *
   * @throws OutOfMemoryError when there is no thread to be had
   */
  public static void say(String what) {
    Thread thread =
        new Thread(
            new FirstLine(ProcessId.own() + " [leasehold] " + what + " (" + writer() + ")"),
            "leasehold-line");
    try {
      thread.setDaemon(true);
      thread.start();
      thread.join(BOUND_MILLIS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the writer of this process's lines: Leasehold's version, and the main class or jar of
   * the application. The application's arguments are left out, as they may hold secrets.
   */
  public static String writer() {
    String version = version();
    return "Leasehold "
        + (version.isEmpty() ? "" : version + " ")
        + "in "
        + main(System.getProperty("sun.java.command"));
  }

  /** Returns Leasehold's version; empty where it is not packaged. */
  public static String version() {
    Package home = FirstLine.class.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "" : version;
  }

  /** Returns the first word of {@code sun.java.command}. */
  static String main(@Nullable String command) {
    if (command == null || command.isEmpty()) {
      return "a JVM that no launcher of Java made";
    }
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  @Override
  public void run() {
    System.err.println(line);
  }
}
