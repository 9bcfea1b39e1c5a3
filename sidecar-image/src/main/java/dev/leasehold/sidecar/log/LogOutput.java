// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import dev.leasehold.config.LogFormat;
import dev.leasehold.config.LogLevel;
import java.io.PrintStream;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The output of the program's log. Lines of libraries are written from WARN on: at DEBUG an HTTP
 * library would write requests, and these hold tokens. Thread-safe.
 */
public final class LogOutput {

  /** The name of the program's own logger. */
  static final String OWN = "leasehold";

  private static volatile LogOutput current =
      new LogOutput(() -> System.err, new TextLogLines(Clock.systemDefaultZone()), LogLevel.INFO);

  private final Supplier<PrintStream> stream;
  private final LogLines lines;
  private final LogLevel level;

  LogOutput(Supplier<PrintStream> stream, LogLines lines, LogLevel level) {
    this.stream = stream;
    this.lines = lines;
    this.level = level;
  }

  /** Has all further lines written to standard error in this way. */
  public static void set(LogLevel level, LogFormat format) {
    Clock clock = Clock.systemDefaultZone();
    LogLines lines = format == LogFormat.JSON ? new JsonLines(clock) : new TextLogLines(clock);
    current = new LogOutput(() -> System.err, lines, level);
  }

  /** Returns the output of this process. */
  static LogOutput current() {
    return current;
  }

  /**
   * Writes why the program ends: a line of the log where that is JSON, so that its reader can parse
   * each line, else as programs write it.
   */
  public static void writeFailure(String message, @Nullable Throwable fault) {
    LogOutput output = current;
    if (output.lines instanceof JsonLines) {
      output.write(OWN, Level.ERROR, message, fault);
      return;
    }
    output.stream.get().println("leasehold-sidecar: " + message);
    if (fault != null) {
      fault.printStackTrace(output.stream.get());
    }
  }

  /** Returns whether lines of this logger and level are written. */
  boolean writes(String logger, Level asked) {
    Level least = logger.equals(OWN) ? Level.valueOf(level.name()) : Level.WARN;
    return asked.toInt() >= least.toInt();
  }

  /** Writes one line; a fault's stack trace follows it. */
  void write(String logger, Level at, String message, @Nullable Throwable fault) {
    stream.get().println(lines.format(logger, at, message, fault));
  }
}
