// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The shell script that stands between this JVM and a server. */
final class Watchdog {
  private static final String NAME = "watchdog.sh";

  private Watchdog() {}

  static String script() {
    try (InputStream script = Watchdog.class.getResourceAsStream(NAME)) {
      if (script == null) {
        throw new TestBedException(NAME + " is not beside " + Watchdog.class);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new TestBedException("cannot read " + NAME, e);
    }
  }
}
