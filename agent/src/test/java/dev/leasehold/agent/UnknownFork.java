// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM with a driver that only a properties file means.
 *
 * @param setting the value that means the driver: its name, or its URLs
 * @param byArgument whether the agent's argument names the file; else the environment does
 */
record UnknownFork(String setting, boolean byArgument) {

  static final String URL = "jdbc:fork://127.0.0.1:1/app";

  static final List<UnknownFork> EACH =
      List.of(
          new UnknownFork("leasehold.drivers=" + ForkDriver.class.getName() + "=postgresql", false),
          new UnknownFork("leasehold.url=jdbc:fork://127.0.0.1:1/app", true));

  /** Returns such a JVM without the agent. */
  static ForkedJvm alone() {
    return ForkedJvm.plain().withOption("-Djdbc.drivers=" + ForkDriver.class.getName());
  }

  /** Returns such a JVM under the agent of this jar, with these lines in the file, too. */
  ForkedJvm under(Path jar, Path folder, String lines) throws IOException {
    Path file = Files.createTempFile(folder, "leasehold", ".properties");
    Files.writeString(file, "leasehold.creds=database/creds/orders\n" + setting + "\n" + lines);
    ForkedJvm jvm =
        byArgument
            ? alone().withOption("-javaagent:" + jar + "=leasehold.config=" + file)
            : alone()
                .withOption("-javaagent:" + jar)
                .withEnvironment("LEASEHOLD_CONFIG", file.toString());
    return jvm.withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
