// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.java.JvmOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An unmodified application in a JVM of its own, with the agent attached through {@code
 * JAVA_TOOL_OPTIONS}.
 */
public final class Application implements AutoCloseable {

  private final Process process;
  private final Writer input;
  private final Lines output;
  private final Lines errors;

  private Application(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    this.output = Lines.of(process.getInputStream(), "stdout-" + process.pid());
    this.errors = Lines.of(process.getErrorStream(), "stderr-" + process.pid());
  }

  /**
   * Starts {@code java ARGUMENTS} with the agent and these variables added to the environment. The
   * JVM is that of {@code JAVA_HOME} among them, else the JVM that the tests run on.
   */
  public static Application start(Map<String, String> environment, List<String> arguments) {
    return start(environment, "-javaagent:" + Jars.AGENT, arguments);
  }

  /**
   * Starts {@code java ARGUMENTS} with other options in {@code JAVA_TOOL_OPTIONS}; empty for none.
   */
  public static Application start(
      Map<String, String> environment, String toolOptions, List<String> arguments) {
    return start(environment, toolOptions, arguments, ProcessBuilder.Redirect.PIPE);
  }

  /**
   * Starts it with the agent, and standard error to a file of its own, of which nothing is read.
   */
  static Application start(Map<String, String> environment, List<String> arguments, Path errors) {
    List<String> all = new ArrayList<>(List.of("-javaagent:" + Jars.AGENT));
    all.addAll(arguments); // The JVM would write of JAVA_TOOL_OPTIONS.
    return start(environment, "", all, ProcessBuilder.Redirect.to(errors.toFile()));
  }

  private static Application start(
      Map<String, String> environment,
      String toolOptions,
      List<String> arguments,
      ProcessBuilder.Redirect errors) {
    List<String> command = new ArrayList<>();
    String home = environment.getOrDefault("JAVA_HOME", System.getProperty("java.home"));
    command.add(Path.of(home, "bin", "java").toString());
    command.addAll(JvmOptions.forShortLife());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
    builder.directory(Jars.scratch("app").toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(name -> name.startsWith("VAULT_") || name.startsWith("LEASEHOLD_"));
    if (toolOptions.isEmpty()) {
      variables.remove("JAVA_TOOL_OPTIONS");
    } else {
      variables.put("JAVA_TOOL_OPTIONS", toolOptions);
    }
    variables.putAll(environment);
    try {
      return new Application(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns its standard output. */
  public Lines output() {
    return output;
  }

  /** Returns its standard error, where the agent logs. */
  public Lines errors() {
    return errors;
  }

  /** Returns its process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Writes a line to the application's standard input. */
  public void tell(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new AssertionError("the application has ended:\n" + String.join("\n", errors.all()), e);
    }
  }

  /** Ends the application's standard input. */
  void endInput() {
    try {
      input.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Returns the exit code; fails if the application does not end in time. */
  public int awaitExit(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + bound);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
