// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import dev.leasehold.config.LogFormat;
import dev.leasehold.config.LogLevel;
import dev.leasehold.log.LogQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * All that the program writes to standard error, its log above all. Nobody waits for it to be
 * written before the program ends: a slow reader of standard error must not stop a rotation. Lines
 * of libraries are written from WARN on: at DEBUG an HTTP library would write requests, and these
 * hold tokens. Thread-safe.
 */
public final class LogOutput {

  /** The name of the program's own logger. */
  static final String OWN = "leasehold";

  /**
   * The shortest wait that shows that nobody reads. A thread that is ready to print gets a
   * processor within that time.
   */
  public static final Duration SHORTEST_FLUSH = Duration.ofMillis(100);

  private static final LogQueue STDERR = LogQueue.before(LogOutput::print, LogOutput::warning);

  /** How many lines standard error has taken. */
  private static final AtomicLong PRINTED = new AtomicLong();

  private static volatile LogOutput current =
      new LogOutput(STDERR, new TextLogLines(Clock.systemDefaultZone()), LogLevel.INFO);

  /** How many lines were printed when a wait for more was in vain; -1 where none was. */
  private static volatile long printedInVain = -1;

  private final Consumer<String> out;
  private final LogLines lines;
  private final LogLevel level;

  LogOutput(Consumer<String> out, LogLines lines, LogLevel level) {
    this.out = out;
    this.lines = lines;
    this.level = level;
  }

  /** Has all further lines written to standard error in this way. */
  public static void set(LogLevel level, LogFormat format) {
    Clock clock = Clock.systemDefaultZone();
    LogLines lines = format == LogFormat.JSON ? new JsonLines(clock) : new TextLogLines(clock);
    current = new LogOutput(STDERR, lines, level);
  }

  /** Returns the output of this process. */
  static LogOutput current() {
    return current;
  }

  private static void print(String line) {
    System.err.println(line);
    PRINTED.incrementAndGet();
  }

  private static String warning(String message) {
    return current.lines.format(OWN, Level.WARN, message, null);
  }

  /**
   * Writes why the program ends. Where the log is JSON, that is a line of the log, so that its
   * reader can parse each line.
   */
  public static void writeFailure(String message, @Nullable Throwable fault) {
    LogOutput output = current;
    if (output.lines instanceof JsonLines) {
      output.write(OWN, Level.ERROR, message, fault);
      return;
    }
    output.out.accept("leasehold-sidecar: " + message);
    if (fault != null) {
      output.out.accept(TextLogLines.stackTrace(fault).stripTrailing());
    }
  }

  /** Writes a command's answer to standard error, which is no line of the log. */
  public static void writeAnswer(String text) {
    STDERR.accept(text);
  }

  /**
   * Waits until all of it is written, for as long as {@code bound} at most. A reader that has taken
   * no line during a wait of {@link #SHORTEST_FLUSH} or longer is not waited for again, until it
   * takes a line.
   */
  public static void flush(Duration bound) {
    long before = PRINTED.get();
    Duration wait = before == printedInVain ? Duration.ZERO : bound;
    boolean written = STDERR.flush(wait);
    if (!written && PRINTED.get() == before && wait.compareTo(SHORTEST_FLUSH) >= 0) {
      printedInVain = before;
    }
  }

  /** Returns whether lines of this logger and level are written. */
  boolean writes(String logger, Level asked) {
    Level least = logger.equals(OWN) ? Level.valueOf(level.name()) : Level.WARN;
    return asked.toInt() >= least.toInt();
  }

  /** Writes one line; a fault's stack trace follows it. */
  void write(String logger, Level at, String message, @Nullable Throwable fault) {
    out.accept(lines.format(logger, at, message, fault));
  }
}
