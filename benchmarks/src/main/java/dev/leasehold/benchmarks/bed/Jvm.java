// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How one measured JVM is run. Immutable; each method gives another object. */
public final class Jvm {

  private final List<String> options;
  private final Map<String, String> environment;

  private Jvm(List<String> options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /** A JVM without an agent. */
  public static Jvm plain() {
    return new Jvm(List.of(), Map.of());
  }

  /** A JVM with the agent that does nothing. */
  public static Jvm withNoOpAgent() {
    return plain().with("-javaagent:" + Built.NO_OP_AGENT);
  }

  /** A JVM with Leasehold, configured for these servers. */
  public static Jvm withLeasehold(Bed bed) {
    return new Jvm(List.of("-javaagent:" + Built.AGENT), bed.environment());
  }

  /** Returns the same with more options. */
  public Jvm with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new Jvm(all, environment);
  }

  /** Returns the same with one more environment variable. */
  public Jvm set(String variable, String value) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put(variable, value);
    return new Jvm(options, all);
  }

  /** Starts a program of the benchmarks, with these jars of theirs beside it. */
  public Subject start(List<String> jars, Class<?> main, String... arguments) {
    List<String> rest = new ArrayList<>();
    rest.addAll(List.of("-cp", Built.classPath(jars.toArray(String[]::new)), main.getName()));
    rest.addAll(List.of(arguments));
    return start(rest);
  }

  /** Starts {@code java} with these arguments after the options. */
  public Subject start(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> variables = builder.environment();
    variables.putAll(environment);
    try {
      long before = System.nanoTime();
      return new Subject(builder.start(), before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the path of the {@code java} that runs this. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
