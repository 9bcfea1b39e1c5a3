// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.TestBedException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One session of the superuser serves query after query, and none sees the traces of another. */
class KeptSessionTest {
  private static final String PID = "SELECT pg_backend_pid()";

  @AutoClose private static PostgresServer postgres;

  @BeforeAll
  static void launch() {
    postgres = PostgresServer.launch();
  }

  @Test
  void servesTheNextQuery() {
    assertThat(postgres.query(PID)).isEqualTo(postgres.query(PID));
  }

  @Test
  void isAsGoodAsNew() {
    postgres.executeAsOwner("CREATE TEMPORARY TABLE mine (id int)");
    postgres.query("SET statement_timeout TO 12345");
    assertThat(postgres.query("SELECT current_user").get(0)).containsExactly("postgres");
    assertThat(postgres.query("SHOW statement_timeout").get(0)).containsExactly("0");
    assertThatThrownBy(() -> postgres.query("SELECT * FROM mine"))
        .isInstanceOf(TestBedException.class);
    assertThat(postgres.query("SELECT 1").get(0)).containsExactly("1");
  }

  @Test
  void isReplacedOnceItHasEnded() {
    String pid = postgres.query(PID).get(0).get(0);
    postgres.restart();
    assertThat(postgres.query(PID).get(0)).doesNotContain(pid);
    String second = postgres.query(PID).get(0).get(0);
    assertThatThrownBy(() -> postgres.query("SELECT pg_terminate_backend(" + second + ")"))
        .isInstanceOf(TestBedException.class);
    assertThat(postgres.query(PID).get(0)).doesNotContain(second);
  }
}
