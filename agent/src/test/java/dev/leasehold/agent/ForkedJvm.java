package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with the agent in {@code JAVA_TOOL_OPTIONS}, as in a container. */
final class ForkedJvm {

  /** What a JVM that has ended left behind. */
  record Outcome(int exitCode, String out, String err) {

    /** Returns standard error without the line with which a JVM names the options it picked up. */
    String ownErr() {
      return err.replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS: .*\\R", "");
    }
  }

  private final Path javaHome;
  private final Map<String, String> environment = new TreeMap<>();
  private String toolOptions = "";

  private ForkedJvm(Path javaHome) {
    this.javaHome = javaHome;
  }

  /** Returns a JVM of the JDK that the tests run on, without the agent. */
  static ForkedJvm plain() {
    return of(Path.of(System.getProperty("java.home")));
  }

  /** Returns a JVM of this JDK, without the agent. */
  static ForkedJvm of(Path javaHome) {
    return new ForkedJvm(javaHome);
  }

  /** Attaches the agent. */
  ForkedJvm withAgent() {
    return withOption("-javaagent:" + AgentJar.path());
  }

  /** Adds to {@code JAVA_TOOL_OPTIONS}. */
  ForkedJvm withOption(String option) {
    toolOptions = (toolOptions + " " + option).trim();
    return this;
  }

  /** Sets a variable in the environment, which is otherwise empty. */
  ForkedJvm withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs {@code java} on a class of the tests. */
  Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-cp", testClasses(), main.getName()));
    all.addAll(List.of(arguments));
    return run("java", all.toArray(String[]::new));
  }

  /** Runs a program of the JDK to its end. */
  Outcome run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("leasehold", ".out");
    Path err = Files.createTempFile("leasehold", ".err");
    try {
      int exitCode = exitCode(builder(command).redirectOutput(out.toFile()), err);
      return new Outcome(exitCode, text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    if (!toolOptions.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", toolOptions);
    }
    return builder;
  }

  private static int exitCode(ProcessBuilder builder, Path err)
      throws IOException, InterruptedException {
    Process process = builder.redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", builder.command()).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private static String testClasses() {
    return ForkedJvm.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
