// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.lease.Printable;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines of the form {@code 2026-11-23T23:31:28.123Z 4711 INFO [leasehold] message}, where
 * 4711 is the process: several JVMs may write to the log of one container. Each is handed on in one
 * call, so that lines of many threads do not mix. Safe for use by many threads.
 */
public final class Log {

  /** The importance of a line, the greatest first. */
  public enum Level {
    /** Matched connections are refused, or the agent cannot do its work. */
    ERROR,
    /** Something failed that is tried again. */
    WARN,
    /**
     * The lines that an operator wants to see of a healthy process: a handful of lines per lease.
     */
    INFO,
    /** Everything else. */
    DEBUG
  }

  private final Consumer<String> out;
  private final String process;
  private final AtomicReference<@Nullable String> introduction = new AtomicReference<>();
  private volatile Level threshold;

  /**
   * Makes a log.
   *
   * @param out takes each line, without its end; called on the thread that has something to say
   * @param threshold the least severe level that is written
   * @param process the id of this process
   */
  public Log(Consumer<String> out, Level threshold, String process) {
    this.out = out;
    this.threshold = threshold;
    this.process = process;
  }

  /** Ends the next line, and only that line, with the name of the writer. */
  public void introduce(String who) {
    introduction.set(who);
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
    String who = introduction.get() == null ? null : introduction.getAndSet(null);
    String whole = who == null ? message : message + " (" + who + ")";
    out.accept(line(process, level, whole));
  }

  /** Makes a line of this process, whose time is now. */
  public static String line(String process, Level level, String message) {
    return Time.now() + " " + process + " " + level + " [leasehold] " + Printable.of(message);
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
