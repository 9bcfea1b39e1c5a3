// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import dev.leasehold.it.Application;
import dev.leasehold.it.Jars;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** One of the programs of the frameworks sample under the agent. */
final class Program implements AutoCloseable {

  /** The beginning of the message about an aborted connection. */
  static final String ABORTED = "08006 Leasehold: the lease of this connection has ended";

  static final Duration BOUND = Duration.ofSeconds(90);

  private static final String DRIVER = "postgresql-42.7.14";

  private final Application application;

  private Program(Application application) {
    this.application = application;
  }

  /**
   * Starts it.
   *
   * @param environment the agent's settings
   * @param name of its class
   * @param libraries that it needs besides the driver
   * @param arguments that follow URL, user and password
   */
  static Program start(
      TestBed bed,
      Map<String, String> environment,
      String name,
      List<String> libraries,
      String... arguments) {
    List<String> all = new ArrayList<>(libraries);
    all.add(DRIVER);
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", Jars.classPath("frameworks", all)));
    command.add("com.example.frameworks." + name);
    Workload.Login login = Workload.Login.STATIC;
    command.addAll(List.of(bed.postgres().url(), login.user(), login.password()));
    command.addAll(List.of(arguments));
    return new Program(Application.start(environment, command));
  }

  /** Returns how many lines it has printed, to wait for a line after them. */
  int mark() {
    return application.output().mark();
  }

  /** Waits for a line that begins so, and returns its rest. */
  String await(int mark, String beginning) {
    try {
      return application
          .output()
          .await(mark, line -> line.startsWith(beginning), BOUND)
          .substring(beginning.length());
    } catch (AssertionError missing) {
      throw new AssertionError(log(), missing);
    }
  }

  String await(String beginning) {
    return await(0, beginning);
  }

  /** Returns all lines that begin so, each without the beginning. */
  List<String> all(String beginning) {
    return application.output().all().stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .toList();
  }

  void tell(String line) {
    application.tell(line);
  }

  /** Waits until the agent says that this generation is current; returns its role. */
  String awaitGeneration(int number) {
    String current = "generation " + number + " is current: role ";
    return application
        .errors()
        .await(0, line -> line.contains(current), BOUND)
        .replaceAll(".* is current: role ([^,]+),.*", "$1");
  }

  /** Waits for a line like this on standard error. */
  void awaitLog(Predicate<String> wanted) {
    application.errors().await(0, wanted, BOUND);
  }

  /** Returns the standard error of it and the agent. */
  String log() {
    return String.join("\n", application.errors().all());
  }

  /** Waits until it ends. */
  int awaitExit() {
    return application.awaitExit(BOUND);
  }

  /** Lets it end in good order. */
  void stop() {
    tell("stop");
    if (awaitExit() != 0) {
      throw new AssertionError(log());
    }
  }

  @Override
  public void close() {
    application.close();
  }
}
