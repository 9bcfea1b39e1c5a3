// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import dev.leasehold.testbed.java.JvmOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JVM of its own with the agent in {@code JAVA_TOOL_OPTIONS}, as in a container. */
final class ForkedJvm {

  /** PostgreSQL's newest. */
  static final String DRIVER = "target/libraries/postgresql-newest.jar";

  private final Path javaHome;
  private final Map<String, String> environment = new TreeMap<>();
  private String toolOptions = "";
  private String driver = DRIVER;

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

  /** Puts another driver on the class path in place of PostgreSQL's newest. */
  ForkedJvm withDriver(Path jar) {
    driver = jar.toString();
    return this;
  }

  /** Sets a variable in the environment, which is otherwise empty. */
  ForkedJvm withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs {@code java} on a class of the tests, to its end. */
  Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
    try (Running running = start(main, arguments)) {
      return running.outcome();
    }
  }

  /** Runs a program of the JDK to its end. */
  Outcome run(String program, String... arguments) throws IOException, InterruptedException {
    try (Running running = start(program, List.of(arguments))) {
      return running.outcome();
    }
  }

  /** Starts {@code java} on a class of the tests, with the driver. */
  Running start(Class<?> main, String... arguments) throws IOException {
    String classPath = testClasses() + File.pathSeparator + driver;
    List<String> all = new ArrayList<>(JvmOptions.forShortLife());
    all.addAll(List.of("-cp", classPath, main.getName()));
    all.addAll(List.of(arguments));
    return start("java", all);
  }

  /** Starts {@code java} on a class of the tests, with options of the command line's alone. */
  Process start(ProcessBuilder.Redirect errors, String option, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(JvmOptions.forShortLife());
    command.addAll(List.of(option, "-cp", testClasses() + File.pathSeparator + driver));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return builder(command).redirectError(errors).start();
  }

  private Running start(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return new Running(builder(command));
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

  private static String testClasses() {
    return ForkedJvm.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
