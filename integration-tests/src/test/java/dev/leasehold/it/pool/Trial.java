// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Source;
import dev.leasehold.it.StrictLayer;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.Map;

/** One pool under load and at rest, across rotations. */
final class Trial implements AutoCloseable {

  private static final Duration ROTATION = Duration.ofSeconds(90);
  private static final int THREADS = 8;

  /**
   * A connection that is less than a second old is left alone, as it may not have been lent yet.
   */
  private static final long OLD = Duration.ofMillis(1_200).toNanos();

  /** So many times a rotation may come first. */
  private static final int ENDS = 10;

  private static final int MAX_TRANSACTION_MILLIS = 300;

  private final PoolVersion version;
  private final Workload workload;
  private final SessionWatch sessions;

  private Trial(PoolVersion version, Workload workload, SessionWatch sessions) {
    this.version = version;
    this.workload = workload;
    this.sessions = sessions;
  }

  /**
   * Starts the pool in a JVM of its own, configured as an application would that knows nothing.
   *
   * @param sessions looks at the sessions of all trials on the test bed
   */
  static Trial start(TestBed bed, PoolVersion version, SessionWatch sessions) {
    Workload workload =
        Workload.start(
            settings(bed),
            version.pool().url(bed.postgres().url()),
            version.source(),
            MAX_TRANSACTION_MILLIS);
    return new Trial(version, workload.awaitReady(), sessions);
  }

  /** Starts it with each jar as a module that opens nothing. */
  static Trial startInALayer(TestBed bed, PoolVersion version, SessionWatch sessions) {
    Source source = version.inALayer();
    Workload workload =
        Workload.launch(
            settings(bed),
            StrictLayer.command(source),
            source,
            version.pool().url(bed.postgres().url()));
    return new Trial(version, workload.awaitReady(), sessions);
  }

  private static Map<String, String> settings(TestBed bed) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "4s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }

  /** Shows all there is to show; nothing runs on a role past its lease. */
  Shown run(int rotations) {
    workload.connectOnce(); // Not every pool waits for as long as a first credential may take.
    assertThat(userOf("first")).as("who is logged in").startsWith("row v-");
    workload.load(THREADS);
    int rotated = (int) workload.generations() + rotations;
    workload.awaitGeneration(rotated, ROTATION.multipliedBy(rotations));
    workload.awaitQueries(rotations * 20L);
    workload.load(0);
    if (version.pool().table() == PoolTable.WRAPPERS) {
      replaceAllAtOnce();
      assertThat(mostConnections())
          .as("connections in the ledger, which a wrapper's would be twice")
          .isBetween(Workload.POOL_SIZE / 2 + 1, Workload.POOL_SIZE);
    }
    Going idle =
        version.pool().table() == PoolTable.UNPOOLED
            ? goingOfOneThatIsKept()
            : goingOf(generationOf(userOf("idle")));
    Going borrowed = goingOfTransaction(beginTransaction());
    Tally tally = workload.stop();
    assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
    assertThat(sessions.most()).as("sessions past the deadline, of this or another pool").isZero();
    return new Shown(version, tally.failed(), idle, borrowed);
  }

  /**
   * Has the server end one of two sessions of a generation, and waits for the other, which lies
   * idle, to be let go of. It would go at the next rotation anyway, so others are tried where that
   * comes first.
   *
   * @return whether one went before
   */
  boolean letsTheIdleOneGoWhenTheServerEndsAnother(PostgresServer server) {
    workload.connectOnce();
    for (int tries = 0; tries < ENDS; tries++) {
      String ended = borrowed("ended");
      String idle = borrowed("idle");
      workload.on("idle", "release");
      long generations = workload.generations();
      long since = System.nanoTime();
      Eventually.holds("both are old enough", ROTATION, () -> System.nanoTime() - since > OLD);
      server.query("SELECT pg_terminate_backend(" + ended + ")");
      assertThat(workload.on("ended", "do", "SELECT 1")).startsWith("failed ");
      workload.on("ended", "release");
      String lives = "SELECT 1 FROM pg_stat_activity WHERE pid = " + idle;
      Eventually.holds(
          "the idle one goes",
          ROTATION,
          () -> server.query(lives).isEmpty() || workload.generations() > generations);
      if (server.query(lives).isEmpty() && workload.generations() == generations) {
        return true;
      }
    }
    return false;
  }

  /** Borrows a connection, and returns the number of its session. */
  private String borrowed(String name) {
    assertThat(workload.on(name, "borrow")).isEqualTo("borrowed");
    return workload.on(name, "do", "SELECT pg_backend_pid()").replace("row ", "");
  }

  /** Shows how connections go, and nothing under load. */
  Shown runWithoutLoad() {
    workload.connectOnce();
    String held = beginTransaction();
    int idle = generationOf(userOf("idle"));
    Going borrowed = goingOfTransaction(held);
    Shown shown = new Shown(version, 0, goingOf(idle), borrowed);
    workload.stop();
    assertThat(sessions.most()).as("sessions past the deadline, of this or another pool").isZero();
    return shown;
  }

  /**
   * Has the pool lend all its connections while they are replaced, until the ledger has once
   * counted more than half of them in one generation. Under load that depends on the machine.
   */
  private void replaceAllAtOnce() {
    long bound = System.nanoTime() + ROTATION.toNanos();
    while (mostConnections() <= Workload.POOL_SIZE / 2 && System.nanoTime() < bound) {
      for (int i = 0; i < Workload.POOL_SIZE; i++) {
        workload.on("each-" + i, "borrow");
      }
      workload.awaitGeneration((int) workload.generations() + 1, ROTATION);
      for (int i = 0; i < Workload.POOL_SIZE; i++) {
        workload.on("each-" + i, "release");
      }
    }
  }

  /** Begins a transaction on a connection, and returns the user of its session. */
  private String beginTransaction() {
    assertThat(workload.on("held", "borrow")).isEqualTo("borrowed");
    workload.on("held", "begin");
    return workload.on("held", "do", "SELECT session_user");
  }

  /** Commits it after a rotation, and gives the connection back. */
  private Going goingOfTransaction(String user) {
    int generation = generationOf(user);
    workload.awaitGeneration(generation + 1, ROTATION);
    String later = workload.on("held", "do", "SELECT session_user");
    workload.on("held", "commit");
    workload.on("held", "release");
    Going going = goingOf(generation);
    if (going == Going.EVICTED) {
      assertThat(later).as("the transaction across a rotation").isEqualTo(user);
    }
    return going;
  }

  /** The connection that its owner has not closed when its lease ends, which it is told then. */
  private Going goingOfOneThatIsKept() {
    assertThat(workload.on("kept", "borrow")).isEqualTo("borrowed");
    Going going = goingOf(generationOf(workload.on("kept", "do", "SELECT session_user")));
    assertThat(workload.on("kept", "do", "SELECT 1"))
        .startsWith("failed 08006 Leasehold: ")
        .contains("the lease of this connection has ended");
    workload.on("kept", "release");
    return going;
  }

  /** Waits until a generation has been retired and has no connection left. */
  private Going goingOf(int generation) {
    String name = " generation " + generation + " (";
    workload.awaitLog(ROTATION, name, "last connection closed");
    return workload.hasLogged(name, "connections aborted") ? Going.ABORTED : Going.EVICTED;
  }

  /** Returns the largest number of connections that a generation had when it was retired. */
  private int mostConnections() {
    return workload.application().errors().all().stream()
        .filter(line -> line.contains("connections to go: "))
        .mapToInt(line -> Integer.parseInt(line.replaceAll(".*connections to go: ", "")))
        .max()
        .orElse(0);
  }

  private int generationOf(String user) {
    return workload.awaitGenerationOf(user.replace("row ", ""), ROTATION);
  }

  private String userOf(String name) {
    assertThat(workload.on(name, "borrow")).isEqualTo("borrowed");
    String answer = workload.on(name, "do", "SELECT session_user");
    workload.on(name, "release");
    return answer;
  }

  /** Returns the log lines of the agent and the pool, for a failure's message. */
  String log() {
    return String.join("\n", workload.application().errors().all())
        + "\n"
        + String.join("\n", workload.failures());
  }

  @Override
  public void close() {
    workload.close();
  }
}
