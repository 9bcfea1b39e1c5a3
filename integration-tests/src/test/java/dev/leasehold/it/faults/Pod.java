// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static java.util.stream.Collectors.joining;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.FakeClock;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One application with the agent, and its own network, names of hosts, and files. */
final class Pod implements AutoCloseable {

  static final Duration BOUND = Duration.ofSeconds(60);

  /** The setting of how old a generation becomes; without it, leases are renewed. */
  static final String ROTATE_AFTER = "LEASEHOLD_ROTATE_AFTER";

  /**
   * Whether the role is still valid, and whether its rights are still there. A role that an
   * operator has set to have ended long ago is not a role that is past its lease.
   */
  private static final String QUERY =
      "SELECT coalesce((SELECT rolvaliduntil > clock_timestamp() OR rolvaliduntil < '2000-01-01'"
          + " FROM pg_roles WHERE rolname = session_user), true)"
          + " AND (SELECT count(*) >= 0 FROM orders)";

  private static final Pattern PUBLISHED =
      Pattern.compile(" generation \\d+ is current: role (\\S+), [^(]*\\((.*)\\)$");

  /**
   * The figures of the document are of the long form. Without it, transactions are longer, so that
   * an application without a pool logs in less often.
   */
  private static final int MAX_TRANSACTION_MILLIS =
      "all".equals(System.getProperty("leasehold.faults")) ? 150 : 400;

  private static final int KINDS = 20;
  private static final int QUERIES = 50;

  private final Way way;
  private final Site site;
  private final Relay toVault;
  private final Relay toPostgres;
  private final @Nullable Names names;
  private final @Nullable FakeClock clock;
  private final boolean rotates;
  private final Workload workload;
  private final List<Published> published = new ArrayList<>();
  private int linesRead;
  private int logMark;
  private int failureMark;
  private Tally last = new Tally(0, 0, 0, 0, 0, -1);

  private Pod(Way way, Site site, Fault.Alone how) {
    this.way = way;
    this.site = site;
    this.toVault = Relay.to(site.vault().port());
    this.toPostgres = Relay.to(site.postgres().port());
    this.names = how.named() ? Names.known() : null;
    this.clock = how.clock() ? FakeClock.right() : null;
    if (how.cutOff()) {
      toVault.refuse();
    }
    Map<String, String> settings = Workload.settings(site.bed());
    settings.put("VAULT_ADDR", "https://" + host("vault") + ":" + toVault.port());
    settings.put("VAULT_TLS_SERVER_NAME", "localhost");
    settings.put("VAULT_CLIENT_TIMEOUT", "8s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    settings.put(ROTATE_AFTER, "1500ms");
    settings.putAll(how.settings());
    settings.values().removeIf(String::isEmpty);
    this.rotates = settings.containsKey(ROTATE_AFTER);
    settings.put("JDK_JAVA_OPTIONS", options(how));
    if (clock != null) {
      settings.putAll(clock.environment());
    }
    String url =
        "jdbc:postgresql://" + host("db") + ":" + toPostgres.port() + "/" + PostgresServer.DATABASE;
    this.workload = Workload.start(settings, url, way.source(), MAX_TRANSACTION_MILLIS, QUERY);
  }

  static Pod start(Way way, Site site, Fault.Alone how) {
    return new Pod(way, site, how);
  }

  Site site() {
    return site;
  }

  Way way() {
    return way;
  }

  Relay toVault() {
    return toVault;
  }

  Relay toPostgres() {
    return toPostgres;
  }

  Workload workload() {
    return workload;
  }

  /** Returns the names of hosts, for a process that was started with names. */
  Names names() {
    return Objects.requireNonNull(names);
  }

  /** Returns the wall clock, for a process that was started with a clock that can be set. */
  FakeClock clock() {
    return Objects.requireNonNull(clock);
  }

  /** Returns the limit that can keep the process from having more threads. */
  ThreadLimit threadLimit() {
    return ThreadLimit.of(workload.application().handle());
  }

  /** Counts from zero, and looks at the log from here on. */
  void mark() {
    workload.ask("reset", "counting");
    logMark = workload.application().errors().mark();
    failureMark = workload.failures().size();
  }

  Tally tally() {
    last = workload.tally();
    return last;
  }

  /** Returns the counts when they were last asked for. */
  Tally lastTally() {
    return last;
  }

  /** Returns the failures since the mark. */
  List<String> failures() {
    List<String> all = workload.failures();
    return all.subList(failureMark, all.size());
  }

  /** Returns the text that a person needs when a promise was broken: kinds of failures, log. */
  String report() {
    List<String> log = workload.application().errors().all();
    return "\nfailures:\n"
        + failures().stream().distinct().limit(KINDS).collect(joining("\n"))
        + "\nlog:\n"
        + String.join("\n", log.subList(Math.min(logMark, log.size()), log.size()));
  }

  /** Waits for a log line since the mark, and returns it. */
  String awaitLog(String part) {
    try {
      return workload.application().errors().await(logMark, line -> line.contains(part), BOUND);
    } catch (AssertionError missing) {
      throw new AssertionError(way.label() + ": no line with \"" + part + "\"" + report(), missing);
    }
  }

  /** Returns how long the agent's log is, to wait for later lines. */
  int logLength() {
    return workload.application().errors().mark();
  }

  /** Waits for so many generations that are published after the mark. */
  void awaitGenerations(long count) {
    awaitGenerationsAfter(logMark, count);
  }

  /** Waits for so many generations that are published after this place in the log. */
  void awaitGenerationsAfter(int place, long count) {
    Eventually.holds(
        way.label() + ": generations published: " + count,
        BOUND,
        () -> published(place).count() >= count);
  }

  /** Waits for a credential that is published after this place in the log, if they are replaced. */
  void awaitFresh(int place) {
    if (rotates) {
      awaitGenerationsAfter(place, 1);
    }
  }

  /** Waits until nothing has failed for a second, and no thread waits for an answer. */
  void awaitHealthy() {
    Eventually.holds(
        way.label() + ": no failure for a second, and nobody waits",
        BOUND,
        () -> {
          Tally tally = tally();
          long since = tally.millisSinceFailure();
          return (since < 0 || since > 1_000) && tally.waitingMillis() < 1_000;
        });
  }

  /** Waits until queries have been answered since the mark. */
  void awaitQueries() {
    Eventually.holds(way.label() + ": queries", BOUND, () -> tally().queries() > QUERIES);
  }

  /** Waits until a query has failed since the mark. */
  void awaitFailure() {
    Eventually.holds(way.label() + ": a query fails", BOUND, () -> tally().failed() > 0);
  }

  /** Waits until there has been no answer to a query for a second. */
  void awaitStandstill() {
    long[] seen = {-1, System.nanoTime()};
    Eventually.holds(
        way.label() + ": queries stand still",
        BOUND,
        () -> {
          long queries = tally().queries();
          if (queries != seen[0]) {
            seen[0] = queries;
            seen[1] = System.nanoTime();
          }
          return System.nanoTime() - seen[1] > TimeUnit.SECONDS.toNanos(1);
        });
  }

  /** Returns the role of the current generation; none if the process has ended. */
  Optional<String> role() {
    return workload.application().handle().isAlive()
        ? roles().reduce((first, second) -> second)
        : Optional.empty();
  }

  /** Returns the roles of all generations so far, the current generation's last. */
  Stream<String> roles() {
    return published(0).map(Published::role);
  }

  /** Returns why generations were replaced, since the mark, that the database rejected. */
  List<String> refreshes() {
    return published(logMark)
        .map(Published::reason)
        .filter(reason -> reason.startsWith("the database rejected"))
        .toList();
  }

  @Override
  public void close() {
    workload.close();
    toVault.close();
    toPostgres.close();
    if (names != null) {
      names.remove();
    }
    if (clock != null) {
      clock.remove();
    }
  }

  /** Reads each line of the log once: it is long, and asked for again and again. */
  private synchronized Stream<Published> published(int from) {
    for (String line : workload.application().errors().from(linesRead)) {
      Matcher matcher = PUBLISHED.matcher(line);
      if (matcher.find()) {
        published.add(new Published(linesRead, matcher.group(1), matcher.group(2)));
      }
      linesRead++;
    }
    return List.copyOf(published).stream().filter(generation -> generation.place() >= from);
  }

  private String options(Fault.Alone how) {
    String options = String.join(" ", how.javaOptions());
    return names == null ? options : options + " " + names.javaOptions();
  }

  private String host(String name) {
    return names == null ? "127.0.0.1" : Names.of(name);
  }

  /** A generation that the log says is current: in which line, under which role, and why. */
  private record Published(int place, String role, String reason) {}
}
