// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program {@code leasehold-audit} as it is packaged. */
public final class AuditProgram {

  private AuditProgram() {}

  /** Returns the program. */
  public static String path() {
    return Jars.built("audit/target/leasehold-audit/bin/leasehold-audit").toString();
  }

  /**
   * Asks it.
   *
   * @param status the expected status
   * @param answer the file for the answer and the messages
   * @param variables of the environment, besides this process's
   */
  static void ask(int status, Path answer, Map<String, String> variables, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(ProcessBuilder.Redirect.to(answer.toFile()), variables, arguments);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(answer)).isEqualTo(status);
  }

  /**
   * Starts it.
   *
   * @param output for the answer and the messages
   * @param variables of the environment, besides this process's
   */
  static Process start(
      ProcessBuilder.Redirect output, Map<String, String> variables, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(path());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(variables);
    return builder.redirectOutput(output).start();
  }
}
