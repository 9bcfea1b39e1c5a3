// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.cli;

import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code up}.
 *
 * @param kubernetes whether a control plane is wanted too
 */
record Arguments(PostgresVersion postgres, Duration ttl, Duration maxTtl, boolean kubernetes) {
  private static final Arguments DEFAULTS =
      new Arguments(PostgresVersion.V18, Duration.ofMinutes(1), Duration.ofMinutes(5), false);

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException saying which option is wrong
   */
  static Arguments parse(List<String> options) {
    Arguments arguments = DEFAULTS;
    Deque<String> rest = new ArrayDeque<>(options);
    while (!rest.isEmpty()) {
      arguments = arguments.with(rest.removeFirst(), rest);
    }
    return arguments;
  }

  private Arguments with(String option, Deque<String> rest) {
    return switch (option) {
      case "--kubernetes" -> new Arguments(postgres, ttl, maxTtl, true);
      case "--postgres" -> new Arguments(version(rest.poll()), ttl, maxTtl, kubernetes);
      case "--ttl" -> new Arguments(postgres, duration(option, rest.poll()), maxTtl, kubernetes);
      case "--max-ttl" -> new Arguments(postgres, ttl, duration(option, rest.poll()), kubernetes);
      default -> throw new IllegalArgumentException("unknown option " + option);
    };
  }

  private static PostgresVersion version(@Nullable String major) {
    for (PostgresVersion version : PostgresVersion.values()) {
      if (version.major().equals(major)) {
        return version;
      }
    }
    throw new IllegalArgumentException("--postgres takes 15 or 18");
  }

  private static Duration duration(String option, @Nullable String text) {
    try {
      return Duration.parse("PT" + String.valueOf(text).toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(option + " takes a time such as 30s, 5m or 1h", e);
    }
  }
}
