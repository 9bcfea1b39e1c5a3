// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import dev.leasehold.it.Application;
import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.testbed.sql.Login;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application with several databases and no pool ({@link Connects}), under the agent. */
final class Client implements AutoCloseable {

  /** An account that the application is configured with, and that no lease has. */
  static final Login STATIC = new Login("static_app", "static-password");

  static final String PGJDBC = "postgresql-42.7.14";
  static final Duration BOUND = Duration.ofSeconds(60);

  private static final String CURRENT = " is current: role ";

  private final Application application;

  private Client(Application application) {
    this.application = application;
  }

  /** Starts it with the drivers of these libraries of {@code libraries.txt}. */
  static Client start(Map<String, String> settings, String... libraries) {
    return start(settings, List.of(libraries), List.of());
  }

  /** The same with drivers that no service file names. */
  static Client start(
      Map<String, String> settings, List<String> libraries, List<String> driverClasses) {
    Path classes =
        Path.of(Client.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String classPath =
        Stream.concat(Stream.of(classes), libraries.stream().flatMap(Jars::library))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(List.of("-cp", classPath, Connects.class.getName()));
    command.addAll(driverClasses);
    Client client = new Client(Application.start(settings, command));
    client.await(line -> line.equals("ready"));
    return client;
  }

  /** Makes a database known under a name, with the static account. */
  Client source(String name, String url) {
    return source(name, url, STATIC, "");
  }

  /**
   * Makes a database known under a name.
   *
   * @param properties the properties beside user and password: {@code key=value}, separated by
   *     spaces
   */
  Client source(String name, String url, Login login, String properties) {
    String beside = properties.isEmpty() ? "" : " " + properties;
    application.tell(
        "source %s %s user=%s password=%s%s"
            .formatted(name, url, login.user(), login.password(), beside));
    return this;
  }

  /** The same through a {@code PGSimpleDataSource} that is told of no database. */
  Client pgSimple(String name, int port, Login login) {
    application.tell(
        "pgsimple %s 127.0.0.1:%d %s %s".formatted(name, port, login.user(), login.password()));
    return this;
  }

  /** Opens a connection once. */
  Answer connect(String name) {
    int mark = application.output().mark();
    application.tell("connect " + name);
    return answer(
        application.output().await(mark, line -> line.startsWith(name + " "), BOUND), name);
  }

  /** Opens a connection again and again until {@link #stop}. */
  Client every(Duration period, String name) {
    application.tell("every " + period.toMillis() + " " + name);
    return this;
  }

  /** Ends {@link #every}, and returns the answers since its begin. */
  List<Answer> stop(String name) {
    int mark = application.output().mark();
    application.tell("stop " + name);
    application.output().await(mark, line -> line.equals(name + " stopped"), BOUND);
    return answers(name);
  }

  /** Returns the answers under this name so far. */
  List<Answer> answers(String name) {
    return application.output().all().stream()
        .filter(line -> line.startsWith(name + " ok ") || line.startsWith(name + " failed "))
        .map(line -> answer(line, name))
        .toList();
  }

  /** Waits for a connection of this name that is opened from now on and fits. */
  Answer await(String name, Predicate<Answer> which, Duration bound) {
    String begin = name + " ";
    try {
      return answer(
          application
              .output()
              .await(
                  application.output().mark(),
                  line -> line.startsWith(begin) && which.test(answer(line, name)),
                  bound),
          name);
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\nlog:\n" + String.join("\n", log()), late);
    }
  }

  /** Waits until so many answers have come under this name. */
  void awaitAnswers(String name, int count, Duration bound) {
    Eventually.holds(count + " answers", bound, () -> answers(name).size() >= count);
  }

  private static Answer answer(String line, String name) {
    return Answer.parse(line.substring(name.length() + 1));
  }

  private void await(Predicate<String> line) {
    try {
      application.output().await(0, line, BOUND);
    } catch (AssertionError late) {
      throw new AssertionError(String.join("\n", log()), late);
    }
  }

  /** Waits for a line of the agent with all of these parts, from the start of its log. */
  String awaitLog(Duration bound, String... parts) {
    return application.errors().await(0, line -> Stream.of(parts).allMatch(line::contains), bound);
  }

  /** Waits until so many credentials have been published, of all bindings. */
  void awaitGenerations(int count, Duration bound) {
    application.errors().await(0, line -> line.contains(CURRENT) && roles().size() >= count, bound);
  }

  /** Returns the roles that have been published, in their order. */
  List<String> roles() {
    return log().stream()
        .filter(line -> line.contains(CURRENT))
        .map(line -> line.replaceAll(".*" + CURRENT + "([^,]+),.*", "$1"))
        .toList();
  }

  /** Returns the lines of the agent with all of these parts. */
  List<String> logged(String... parts) {
    return log().stream().filter(line -> Stream.of(parts).allMatch(line::contains)).toList();
  }

  /** Returns all that the agent has written. */
  List<String> log() {
    return application.errors().all();
  }

  /** Ends it by SIGTERM, and returns all that the agent has written then. */
  List<String> end() {
    application.terminate();
    application.awaitExit(BOUND);
    application.errors().awaitEnd(BOUND);
    return log();
  }

  @Override
  public void close() {
    application.close();
  }
}
