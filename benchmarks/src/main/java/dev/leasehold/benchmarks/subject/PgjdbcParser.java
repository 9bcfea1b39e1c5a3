// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** pgjdbc's parser, under a name by which the idle driver can call it. */
public final class PgjdbcParser {

  private PgjdbcParser() {}

  /**
   * Returns the properties that pgjdbc reads from a URL and properties; null where it takes
   * neither.
   */
  public static @Nullable Properties parse(String url, @Nullable Properties defaults) {
    return org.postgresql.Driver.parseURL(url, defaults);
  }
}
