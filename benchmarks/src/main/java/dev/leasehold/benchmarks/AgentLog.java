// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the agent's log: times, to the millisecond, and generations. */
final class AgentLog {

  private static final Pattern PUBLISHED =
      Pattern.compile("^(\\S+Z) .* generation (\\d+) is current: role ([^,]+),.*");

  private AgentLog() {}

  /** A generation that is handed out from a time on. */
  record Published(Instant at, int generation, String role) {}

  static Optional<Published> published(String line) {
    Matcher matcher = PUBLISHED.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int generation = Integer.parseInt(matcher.group(2));
    return Optional.of(
        new Published(Instant.parse(matcher.group(1)), generation, matcher.group(3)));
  }

  static boolean isDrained(String line) {
    return line.contains("last connection closed");
  }

  static Instant at(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }
}
