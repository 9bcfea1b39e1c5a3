package dev.leasehold.observe;

import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Writes lines of the form {@code 2026-11-23T23:31:28.123Z INFO [leasehold] message}, each in one
 * call, so that lines of many threads do not mix. Safe for use by many threads.
 */
public final class Log {

  /** How much a line matters, the most first. */
  public enum Level {
    /** Matched connections are refused, or the agent cannot do its work. */
    ERROR,
    /** Something failed that is tried again. */
    WARN,
    /** What an operator wants to see of a healthy process: a handful of lines per lease. */
    INFO,
    /** Everything else. */
    DEBUG
  }

  private final PrintStream out;
  private volatile Level threshold;

  /** Makes a log that writes lines of {@code threshold} and above to {@code out}. */
  public Log(PrintStream out, Level threshold) {
    this.out = out;
    this.threshold = threshold;
  }

  /** Writes lines of this level and above from now on. */
  public void threshold(Level level) {
    threshold = level;
  }

  /** Writes a line of level {@link Level#ERROR}. */
  public void error(String message) {
    write(Level.ERROR, message);
  }

  /** Writes a line of level {@link Level#WARN}. */
  public void warn(String message) {
    write(Level.WARN, message);
  }

  /** Writes a line of level {@link Level#INFO}. */
  public void info(String message) {
    write(Level.INFO, message);
  }

  /** Writes a line of level {@link Level#DEBUG}. */
  public void debug(String message) {
    write(Level.DEBUG, message);
  }

  /** Writes a line if {@code level} is on. */
  public void write(Level level, String message) {
    if (level.compareTo(threshold) > 0) {
      return;
    }
    out.println(Time.now() + " " + level + " [leasehold] " + oneLine(message));
  }

  private static String oneLine(String message) {
    return message.replace('\r', ' ').replace('\n', ' ');
  }

  /** Loaded with the first line, so that the start costs no {@code java.time}. */
  private static final class Time {

    private static final DateTimeFormatter FORMAT =
        new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    static String now() {
      return FORMAT.format(Instant.ofEpochMilli(System.currentTimeMillis()));
    }
  }
}
