// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** The audit reads the same sessions from each format of PostgreSQL's log. */
class PostgresLogsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String STAMP = "leasehold/orders-1/0a1b2c3d";
  private static final Login ROLE =
      new Login("v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000", "right");
  private static final String ENTRY =
      "{\"type\":\"response\",\"time\":\"2026-11-28T14:21:25Z\",\"request\":{\"id\":\"1\",\"path\":\"sys/mounts\"}}";

  /** The end of a session as a statement writes it, and a refusal. */
  private static final String RAISE =
      "DO $$ BEGIN RAISE LOG 'disconnection: session time: 0:00:01.000 user=% database=app"
          + " host=127.0.0.1 port=1', session_user;"
          + " RAISE EXCEPTION 'refused' USING ERRCODE = '28000'; END $$";

  private final Path folder;

  PostgresLogsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource
  void readsTheSameSessionsFromEachFormat(PostgresVersion version) throws Exception {
    try (PostgresServer server = PostgresServer.launch(version)) {
      SessionLogs logs = SessionLogs.begin(server);
      server.query("CREATE ROLE \"" + ROLE.user() + "\" LOGIN PASSWORD 'right' IN ROLE app_rw");
      connect(server, ROLE).close();
      assertThatThrownBy(() -> connect(server, new Login(ROLE.user(), "wrong")))
          .isInstanceOf(SQLException.class);
      try (Connection ended = connect(server, ROLE);
          Connection open = connect(server, ROLE);
          Statement statement = open.createStatement();
          Statement last = ended.createStatement()) {
        assertThatThrownBy(() -> last.execute("SELECT pg_terminate_backend(pg_backend_pid())"))
            .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.execute(RAISE)).hasMessageContaining("refused");
        Eventually.holds("two ends are logged", BOUND, () -> ends(logs) >= 2);
        JsonNode json = ask(logs, ".json");
        assertThat(json.get("sessions")).hasSize(3);
        assertThat(json.get("sessions"))
            .filteredOn(session -> session.get("ended_at").isNull())
            .hasSize(1);
        assertThat(json.get("sessions").findValuesAsText("application")).containsOnly(STAMP);
        assertThat(json.at("/refused/0/state").asText()).isEqualTo("28P01");
        for (String ending : List.of(".csv", ".log")) {
          JsonNode other = ask(logs, ending);
          assertThat(other.get("sessions")).as(ending).isEqualTo(json.get("sessions"));
          assertThat(other.get("refused")).as(ending).isEqualTo(json.get("refused"));
        }
      }
    }
  }

  private static Connection connect(PostgresServer server, Login login) throws SQLException {
    String url = server.url(PostgresServer.DATABASE);
    return Sql.connect(new Driver(), url, login, Map.of("ApplicationName", STAMP));
  }

  private static long ends(SessionLogs logs) {
    return logs.lines(".log", "user=" + ROLE.user(), "disconnection: ")
        .filter(line -> !line.contains("0:00:01.000"))
        .count();
  }

  private JsonNode ask(SessionLogs logs, String ending) throws Exception {
    Path entries = Files.writeString(folder.resolve("audit.log"), ENTRY);
    Path log = Files.writeString(folder.resolve("postgresql" + ending), logs.text(ending));
    Path answer = folder.resolve("answer" + ending);
    AuditProgram.ask(
        0,
        answer,
        Map.of(),
        List.of(
            "role", ROLE.user(), "-o", "json", "--vault-audit=" + entries, "--postgresql=" + log));
    return new ObjectMapper().readTree(answer.toFile());
  }
}
