// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Time with its zone, level, logger and message; a stack trace takes lines of its own. */
final class TextLogLines implements LogLines {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

  private final Clock clock;

  TextLogLines(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String format(String logger, Level level, String message, @Nullable Throwable fault) {
    String line =
        TIME.format(ZonedDateTime.now(clock)) + " " + level + " " + logger + " - " + message;
    return fault == null ? line : line + System.lineSeparator() + stackTrace(fault).stripTrailing();
  }

  static String stackTrace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
