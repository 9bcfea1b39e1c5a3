// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.List;

/** The versions that the figures depend on. */
final class Versions {

  private Versions() {}

  static String text() {
    return String.format(
        "PostgreSQL %s, pgjdbc %s, HikariCP 7",
        PostgresVersion.V18.name().substring(1), org.postgresql.util.DriverInfo.DRIVER_VERSION);
  }

  /** Returns the commit that is measured. */
  static String commit() {
    return Command.run(
        Path.of("").toAbsolutePath(), List.of("git", "rev-parse", "--short", "HEAD"));
  }
}
