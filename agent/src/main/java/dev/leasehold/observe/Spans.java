package dev.leasehold.observe;

import java.time.Duration;

/** Spans of time as a person reads them. */
final class Spans {

  private Spans() {}

  /** Returns {@code span} rounded down, in the largest unit that leaves a number of at least 10. */
  static String of(Duration span) {
    if (span.toHours() >= 10) {
      return span.toHours() + " h";
    }
    if (span.toMinutes() >= 10) {
      return span.toMinutes() + " min";
    }
    return span.getSeconds() >= 10 ? span.getSeconds() + " s" : span.toMillis() + " ms";
  }
}
