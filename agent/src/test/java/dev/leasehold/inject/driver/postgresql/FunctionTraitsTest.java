// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long the result of a search counts. {@code HandOverFunctionsTest} tests the search. */
class FunctionTraitsTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private static final String ENTER =
      "CREATE FUNCTION public.enter() RETURNS void LANGUAGE plpgsql"
          + " AS 'BEGIN SET app.tenant = 7; END'";

  private static final String DROP = "DROP FUNCTION public.enter()";

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // It may overflow.
  private final FunctionTraits functions = new FunctionTraits(nanos::get);

  @Test
  void aFunctionThatIsNewOrDroppedCountsAMinuteLater() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        Connection simple = server.connect()) {
      assertThat(pinning(simple, "one")).isNull();
      server.query(ENTER);
      nanos.addAndGet(MINUTE - 1);
      assertThat(pinning(simple, "one")).isNull();
      assertThat(pinning(simple, "another")).isNotNull();
      nanos.addAndGet(1);
      assertThat(pinning(simple, "one")).isNotNull();
      server.query(DROP);
      nanos.addAndGet(MINUTE - 1);
      assertThat(pinning(simple, "one")).isNotNull();
      nanos.addAndGet(1);
      assertThat(pinning(simple, "one")).isNull();
    }
  }

  /** Its session may have called the function. */
  @Test
  void aConnectionThatWasOpenedBeforeAFunctionWasGoneKeepsItsSession() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        Connection simple = server.connect()) {
      server.query(ENTER);
      assertThat(reason(pinning(simple, "one")))
          .startsWith("the function public.enter of its database may leave");
      long opened = nanos.addAndGet(1);
      server.query(DROP);
      nanos.addAndGet(MINUTE);
      assertThat(reason(functions.pinning(simple, "one", opened)))
          .startsWith("the function public.enter was in its database, and may have left");
      assertThat(functions.pinning(simple, "another", opened)).isNull();
      long later = nanos.get();
      nanos.addAndGet(3 * MINUTE);
      assertThat(functions.pinning(simple, "one", opened)).isNotNull();
      assertThat(functions.pinning(simple, "one", later)).isNull();
      server.query(ENTER);
      nanos.addAndGet(MINUTE);
      assertThat(functions.pinning(simple, "one", later)).isNotNull();
      server.query(DROP);
      nanos.addAndGet(MINUTE);
      assertThat(functions.pinning(simple, "one", later)).isNotNull();
    }
  }

  @Test
  void aSearchThatTheServerEndsIsNotMadeAgainForAMinute() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        Connection simple = server.connect();
        Connection migration = server.connect()) {
      server.query("CREATE TABLE public.games (seed int)");
      server.query(
          "CREATE FUNCTION public.seeds() RETURNS bigint"
              + " BEGIN ATOMIC SELECT count(seed) FROM public.games; END");
      migration.setAutoCommit(false);
      try (Statement lock = migration.createStatement()) {
        lock.execute("LOCK TABLE public.games");
      }
      String failed = "the functions of its database could not be searched: SQLState 55P03";
      assertThat(reason(pinning(simple, "one"))).isEqualTo(failed);
      migration.rollback();
      nanos.addAndGet(MINUTE - 1);
      assertThat(reason(pinning(simple, "one"))).isEqualTo(failed);
      nanos.addAndGet(1);
      assertThat(pinning(simple, "one")).isNull();
    }
  }

  /** A failure tells nothing of functions that were gone before. */
  @Test
  void aSearchThatFailsForgetsNoFunction() throws Exception {
    FunctionSearch before = FunctionSearch.done(1, 2, "the function public.enter");
    FunctionSearch failed = FunctionSearch.failed(3, new SQLException("x", "57014"));
    FunctionSearch after = FunctionSearch.done(5, 6, null).following(failed.following(before));
    assertThat(reason(after.pinning(5))).startsWith("the function public.enter was in");
    assertThat(after.pinning(6)).isNull();
    FunctionSearch later = FunctionSearch.failed(8, new SQLException("x", "57014"));
    after = FunctionSearch.done(9, 9, null).following(later.following(after));
    assertThat(after.pinning(6)).isNull();
    assertThat(after.pinning(5)).isNotNull();
  }

  /** Attempts that search at once may end in another order. */
  @Test
  void aSearchThatBeganEarlierDoesNotTakeAFunctionBack() {
    FunctionSearch newer = FunctionSearch.done(2, 3, "the function public.enter");
    FunctionSearch older = FunctionSearch.done(1, 4, null);
    assertThat(older.following(newer).pinning(5)).isNotNull();
    assertThat(newer.following(older).pinning(5)).isNotNull();
  }

  @Test
  void aSessionThatIsLostMeanwhileIsNoAnswer() throws Exception {
    try (PostgresServer server = PostgresServer.launch()) {
      Connection lost = server.connect();
      lost.close();
      assertThatThrownBy(() -> pinning(lost, "one")).isInstanceOf(SQLException.class);
      try (Connection simple = server.connect()) {
        assertThat(pinning(simple, "one")).isNull();
      }
    }
  }

  private @Nullable HandOverResult pinning(Connection simple, String server) throws SQLException {
    return functions.pinning(simple, server, nanos.get());
  }

  private static String reason(@Nullable HandOverResult result) {
    assertThat(result).isNotNull();
    return Objects.requireNonNull(result).reason();
  }
}
