// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long the result of a search counts. {@code HandOverFunctionsTest} tests the search. */
class FunctionTraitsTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE); // It may overflow.
  private final FunctionTraits functions = new FunctionTraits(nanos::get);

  @Test
  void aFunctionThatIsNewOrDroppedCountsAMinuteLater() throws Exception {
    try (PostgresServer server = PostgresServer.launch();
        Connection simple = server.connect()) {
      assertThat(functions.pinning(simple, "one")).isNull();
      server.query(
          "CREATE FUNCTION public.enter() RETURNS void LANGUAGE plpgsql"
              + " AS 'BEGIN SET app.tenant = 7; END'");
      nanos.addAndGet(MINUTE - 1);
      assertThat(functions.pinning(simple, "one")).isNull();
      assertThat(functions.pinning(simple, "another")).isNotNull();
      nanos.addAndGet(1);
      assertThat(functions.pinning(simple, "one")).isNotNull();
      server.query("DROP FUNCTION public.enter()");
      nanos.addAndGet(MINUTE - 1);
      assertThat(functions.pinning(simple, "one")).isNotNull();
      nanos.addAndGet(1);
      assertThat(functions.pinning(simple, "one")).isNull();
    }
  }
}
