// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pools sample under the agent: so many threads of transactions, and connections held by name.
 */
public final class Workload implements AutoCloseable {

  /**
   * Each statement asks whether the role it runs as is still valid, so that one past its lease
   * counts as wrong.
   */
  static final String ROLE_IS_VALID =
      "SELECT coalesce(rolvaliduntil > clock_timestamp(), true) FROM pg_roles"
          + " WHERE rolname = session_user";

  /** The configured user and password of the application. */
  public record Login(String user, String password) {

    /** An account that does not exist. */
    public static final Login STATIC = new Login("static_app", "static-password");
  }

  /** How many connections the application allows its pool, unless a test says otherwise. */
  public static final int POOL_SIZE = 10;

  /** The class of {@code applications/pools} with {@code main}. */
  static final String MAIN = "com.example.pools.Workload";

  private static final Duration BOUND = Duration.ofMinutes(2);

  /** An application server is slow to start. */
  private static final Duration STARTED = Duration.ofMinutes(3);

  private final Application application;

  private Workload(Application application) {
    this.application = application;
  }

  /** Settings for the binding of a test bed, as a deployment would give them. */
  public static Map<String, String> settings(TestBed bed) {
    Map<String, String> settings = new HashMap<>();
    settings.put("VAULT_ADDR", bed.vault().address().toString());
    settings.put("VAULT_CACERT", bed.vault().caCertificate().toString());
    settings.put("LEASEHOLD_CREDS", TestBed.CREDS_PATH);
    settings.put("LEASEHOLD_AUTH_METHOD", "jwt");
    settings.put("LEASEHOLD_AUTH_ROLE", TestBed.ROLE);
    settings.put("LEASEHOLD_AUTH_TOKEN_FILE", bed.tokenFile().toString());
    return settings;
  }

  /**
   * Starts the workload on a source of connections, with transactions of up to so many
   * milliseconds.
   */
  public static Workload start(
      Map<String, String> settings, String url, Source source, int maxTransactionMillis) {
    return start(settings, url, source, maxTransactionMillis, ROLE_IS_VALID);
  }

  /** Starts the workload with a query of its own, which must give one true value. */
  public static Workload start(
      Map<String, String> settings,
      String url,
      Source source,
      int maxTransactionMillis,
      String sql) {
    return start(settings, url, source, maxTransactionMillis, sql, Login.STATIC);
  }

  /** Starts the workload as it is configured with this login. */
  static Workload start(
      Map<String, String> settings,
      String url,
      Source source,
      int maxTransactionMillis,
      String sql,
      Login login) {
    return start(settings, source, arguments(source, url, maxTransactionMillis, sql, login));
  }

  /** Starts the workload with a pool of so many connections and a query of its own. */
  static Workload start(
      Map<String, String> settings, String url, Source source, String sql, int poolSize) {
    List<String> arguments = arguments(source, url, 50, sql, Login.STATIC);
    arguments.addAll(List.of("--pool-size", Integer.toString(poolSize))); // The last option counts.
    return start(settings, source, arguments);
  }

  private static Workload start(
      Map<String, String> settings, Source source, List<String> arguments) {
    List<String> command = new ArrayList<>(source.options());
    command.addAll(List.of("-cp", Jars.classPath(source.application(), source.libraries())));
    command.add("com.example." + source.application() + ".Workload");
    command.addAll(arguments);
    return new Workload(Application.start(settings, command));
  }

  /**
   * Starts the workload with a command of another kind, to which the workload's own arguments are
   * added.
   */
  public static Workload launch(
      Map<String, String> settings, List<String> launcher, Source source, String url) {
    return launch(settings, launcher, source, url, ROLE_IS_VALID);
  }

  /** The same with a query of its own, which must give one true value. */
  static Workload launch(
      Map<String, String> settings, List<String> launcher, Source source, String url, String sql) {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(arguments(source, url, 100, sql, Login.STATIC));
    return new Workload(Application.start(settings, command));
  }

  private static List<String> arguments(
      Source source, String url, int maxTransactionMillis, String sql, Login login) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--source", source.name(), "--url", url));
    arguments.addAll(List.of("--user", login.user(), "--password", login.password()));
    arguments.addAll(List.of("--pool-size", Integer.toString(POOL_SIZE), "--sql", sql));
    arguments.addAll(List.of("--max-transaction-ms", Integer.toString(maxTransactionMillis)));
    return arguments;
  }

  /** Returns the process that it runs in. */
  public Application application() {
    return application;
  }

  /** Waits until the application has started. */
  public Workload awaitReady() {
    try {
      application.output().await(0, "ready"::equals, STARTED);
      return this;
    } catch (AssertionError notReady) {
      throw new AssertionError(String.join("\n", application.errors().all()), notReady);
    }
  }

  /**
   * Has the application open a connection and close it again, as no lease is fetched before a
   * connection is asked for. Tries again while it gets none.
   */
  public Workload connectOnce() {
    Eventually.holds("a first connection", BOUND, () -> on("once", "borrow").equals("borrowed"));
    on("once", "release");
    return this;
  }

  /**
   * Runs transactions on so many threads from now on; none with 0, and then all have ended when
   * this returns.
   */
  public void load(int threads) {
    ask("load " + threads, "loaded ");
  }

  /** Asks for the counts so far. */
  public Tally tally() {
    return Tally.parse(ask("tally", "tally "));
  }

  /** Lets the load run until it has done more than so many queries, on however busy a machine. */
  public void awaitQueries(long count) {
    Eventually.holds("queries under load", BOUND, () -> tally().queries() > count);
  }

  /**
   * Obeys one of {@code borrow, begin, do, commit, release} on a named connection and returns the
   * answer.
   */
  public String ask(String command, String answerPrefix) {
    int mark = application.output().mark();
    application.tell(command);
    return application.output().await(mark, line -> line.startsWith(answerPrefix), BOUND);
  }

  /** Runs a command on the connection of a name and returns the answer without the name. */
  public String on(String name, String verb, String... sql) {
    String command = verb + " " + name + (sql.length == 0 ? "" : " " + sql[0]);
    return ask(command, name + " ").substring(name.length() + 1);
  }

  /**
   * Runs load on two threads until a generation is current, and lets the application end. No query
   * has failed or run on a role past its lease.
   */
  void rotateTo(int generation) {
    awaitReady().load(2);
    awaitGeneration(generation, BOUND);
    load(0);
    Tally tally = stop();
    assertThat(failures()).isEmpty();
    assertThat(tally.queries()).isPositive();
    assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
  }

  /**
   * Asks for a connection until it is refused for a reason, and returns the application's message.
   * On a busy machine the source has not answered yet when the first connection is refused.
   */
  String refusal() {
    long end = System.nanoTime() + BOUND.toNanos();
    String answer = on("a", "borrow");
    while (answer.contains("has not answered yet") && System.nanoTime() < end) {
      answer = on("a", "borrow");
    }
    assertThat(answer).startsWith("failed 28000 Leasehold: ");
    return answer;
  }

  /** Returns a line for each query that failed. */
  public List<String> failures() {
    return application.output().all().stream().filter(line -> line.startsWith("failure ")).toList();
  }

  /** Waits for a log line of the agent, from the start of the log. */
  public String awaitLog(String part, Duration bound) {
    return awaitLog(bound, part);
  }

  /** Waits for a log line of the agent with all of these parts, from the start of the log. */
  public String awaitLog(Duration bound, String... parts) {
    return application.errors().await(0, line -> hasAll(line, parts), bound);
  }

  /** Returns whether the agent has logged a line with all of these parts. */
  public boolean hasLogged(String... parts) {
    return application.errors().count(line -> hasAll(line, parts)) > 0;
  }

  private static boolean hasAll(String line, String... parts) {
    return Arrays.stream(parts).allMatch(line::contains);
  }

  /**
   * Waits until nothing has failed for a second.
   *
   * @param fault {@link System#nanoTime} of a fault, after which something has failed
   * @return how long after the fault a query failed last
   */
  public Duration awaitHealthySince(long fault, Duration bound) {
    Eventually.holds("no failure for a second", bound, () -> tally().millisSinceFailure() > 1_000);
    long asked = System.nanoTime();
    return Duration.ofNanos(asked - fault).minusMillis(tally().millisSinceFailure());
  }

  /** Waits until the agent says that this generation is current. */
  public void awaitGeneration(int number, Duration bound) {
    awaitLog("generation " + number + " is current", bound);
  }

  /** Waits until the agent says of a role that it is current, and returns its generation. */
  public int awaitGenerationOf(String role, Duration bound) {
    String line = awaitLog(" is current: role " + role + ",", bound);
    return Integer.parseInt(line.replaceAll(".* generation (\\d+) is current.*", "$1"));
  }

  /** Returns how many generations the agent has published. */
  public long generations() {
    return application.errors().count(line -> line.contains(" is current: role "));
  }

  /** Ends the application in good order and returns its counts. */
  public Tally stop() {
    Tally last = Tally.parse(ask("stop", "tally "));
    if (application.awaitExit(BOUND) != 0) {
      throw new AssertionError(String.join("\n", application.errors().all()));
    }
    return last;
  }

  @Override
  public void close() {
    application.close();
  }
}
