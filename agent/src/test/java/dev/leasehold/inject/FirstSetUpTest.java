// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pool, when the lease of its first connection ends while it sets that connection up. */
class FirstSetUpTest {

  private static final int SIZE = 3;

  /** The turns to go are over by then, and a holder that lets go has done so. */
  private static final Duration LONG_AFTER = Duration.ofMinutes(3);

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  /**
   * Its calls of a later connection show its knowledge of the driver: the same as without an abort.
   */
  @ParameterizedTest
  @EnumSource
  void anAbortAtAnyOfItsCallsLeavesNothingBehind(KnownPool pool) throws Exception {
    try (LibraryLoader application = pool.load()) {
      anAbortAtAnyOfItsCallsLeavesNothingBehind(pool, application);
    }
  }

  private static void anAbortAtAnyOfItsCallsLeavesNothingBehind(
      KnownPool pool, LibraryLoader application) throws Exception {
    FirstSetUp healthy = new FirstSetUp(pool, application, -1);
    assertThat(healthy.failures).isEmpty();
    assertThat(healthy.keepers)
        .as("what keeps connections, of which the pool is told to let go")
        .allMatch(keeper -> keeper.startsWith(Keeper.class.getName()));
    for (int step = 0; step < healthy.steps; step++) {
      String call = healthy.driver.first().get(step);
      FirstSetUp disturbed = new FirstSetUp(pool, application, step);
      assertThat(disturbed.driver.first().size())
          .as("the call of step " + step)
          .isGreaterThan(step);
      assertThat(disturbed.users)
          .as("served after an abort before %s, call %s: %s", call, step, disturbed.failures)
          .hasSize(SIZE);
      assertThat(asked(disturbed.later))
          .as("calls of a connection after an abort before %s, call %s", call, step)
          .isEqualTo(asked(healthy.later));
    }
  }

  /** The calls that a pool makes of every connection, or only of some. */
  private static Set<String> asked(List<String> calls) {
    Set<String> asked = new TreeSet<>(calls);
    asked.removeIf(call -> call.startsWith("statement.") && !call.endsWith("Timeout"));
    asked.removeAll(
        Set.of("isClosed", "close", "clearWarnings", "createStatement", "unwrap", "isWrapperFor"));
    return asked;
  }

  /** One pool, from its start until it serves as many as it may. */
  private static final class FirstSetUp {

    final StepDriver driver;
    final List<String> users = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Set<String> keepers = new TreeSet<>();
    final List<String> later;
    int steps = -1;

    FirstSetUp(KnownPool kind, LibraryLoader application, int step) throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      try (Deployment deployment =
          new Deployment(
              server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user))) {
        thread.setContextClassLoader(application); // Pools look for drivers there.
        driver =
            StepDriver.over(
                application.driver(),
                step,
                physical -> {
                  deployment.endFirstLease();
                  Connections.awaitClosed(physical);
                });
        List<Connection> borrowed = new ArrayList<>();
        DataSource pool = run(kind, application, step, borrowed);
        later = driver.last();
        if (step < 0) {
          replaceWhatIsInUse(deployment, application);
        }
        for (Connection connection : borrowed) {
          connection.close();
        }
        KnownPool.close(pool);
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    private @Nullable DataSource run(
        KnownPool kind, LibraryLoader application, int step, List<Connection> borrowed) {
      DataSource pool = null;
      long bound = System.nanoTime() + BOUND_NANOS;
      while (borrowed.size() < SIZE && System.nanoTime() < bound) {
        try {
          pool = pool == null ? open(kind, application) : pool;
          use(pool.getConnection(), step, borrowed);
        } catch (SQLException | ReflectiveOperationException failed) {
          failures.add(String.valueOf(failed));
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
      }
      return pool;
    }

    /**
     * The pool has all of its connections lent, and an application keeps a connection without a
     * pool.
     */
    private void replaceWhatIsInUse(Deployment deployment, LibraryLoader application)
        throws Exception {
      Properties info = new Properties();
      info.setProperty("user", "app_static");
      try (Connection kept = application.keep(server.url(), info)) {
        deployment.rotateTo(2);
        deployment.pass(LONG_AFTER);
        deployment.recorder.await("kept", 1);
        keepers.addAll(deployment.recorder.holders().keySet());
        assertThat(kept.isClosed()).isFalse();
      }
    }

    private static DataSource open(KnownPool kind, LibraryLoader application)
        throws ReflectiveOperationException {
      return kind.open(application, StepDriver.url(server.url()), SIZE);
    }

    /** A connection that was opened with the first lease while that ended does not count. */
    private void use(Connection lent, int step, List<Connection> borrowed) throws SQLException {
      steps = steps < 0 ? driver.first().size() : steps;
      String user = "";
      try (Statement statement = lent.createStatement();
          ResultSet row = statement.executeQuery("SELECT session_user")) {
        row.next();
        user = row.getString(1);
      } finally {
        if (user.startsWith(step < 0 ? "v-test-1-" : "v-test-2-")) {
          users.add(user);
          borrowed.add(lent);
        } else {
          lent.close();
        }
      }
    }
  }
}
