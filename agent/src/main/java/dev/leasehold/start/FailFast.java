// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import org.jspecify.annotations.Nullable;

/** The decision whether a bad configuration may have to end the JVM. */
final class FailFast {

  /** {@code EX_CONFIG} of BSD's {@code sysexits.h}: something was found misconfigured. */
  static final int EXIT_CODE = 78;

  private FailFast() {}

  /**
   * Returns whether {@code leasehold.fail-fast} is given, or a properties file that may hold it.
   * Cheap: reads no settings.
   */
  static boolean isPossible(@Nullable String argument) {
    return isNamed(argument)
        || System.getProperty("leasehold.fail-fast") != null
        || System.getProperty("leasehold.config") != null
        || System.getenv("LEASEHOLD_FAIL_FAST") != null
        || System.getenv("LEASEHOLD_CONFIG") != null;
  }

  private static boolean isNamed(@Nullable String argument) {
    return argument != null && (argument.contains("fail-fast") || argument.contains("config"));
  }
}
