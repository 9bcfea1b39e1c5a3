// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JVM with a driver that only a properties file means, by its name or by its URLs. */
final class UnknownFork {

  static final String URL = "jdbc:fork://127.0.0.1:1/app";

  static final List<String> SETTINGS =
      List.of(
          "leasehold.drivers=" + ForkDriver.class.getName() + "=postgresql",
          "leasehold.url=jdbc:fork://127.0.0.1:1/app");

  private UnknownFork() {}

  /** Returns such a JVM without the agent. */
  static ForkedJvm alone() {
    return ForkedJvm.plain().withOption("-Djdbc.drivers=" + ForkDriver.class.getName());
  }

  /** Returns such a JVM under the agent of this jar, with these lines in the file. */
  static ForkedJvm under(Path jar, Path folder, String lines) throws IOException {
    Path file = Files.createTempFile(folder, "leasehold", ".properties");
    Files.writeString(file, "leasehold.creds=database/creds/orders\n" + lines + "\n");
    return alone()
        .withOption("-javaagent:" + jar)
        .withEnvironment("LEASEHOLD_CONFIG", file.toString())
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
