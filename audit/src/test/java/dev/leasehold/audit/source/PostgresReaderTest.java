// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostgresReaderTest {

  private static final String ROLE = "v-kubernet-my-app-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String LOGIN =
      "2026-11-18 11:06:41.250 UTC,\""
          + ROLE
          + "\",\"app\",77,\"10.0.0.7:5000\",65f.4d,2,\"authentication\","
          + "2026-11-18 11:06:41 UTC,9/2,0,LOG,00000,\"connection authorized: user=x\",,,,,,,,,\"leasehold/orders-7d9c/0a1b2c3d\",\"client backend\",,0";
  private static final String JSON =
      "{\"timestamp\":\"2026-11-18 11:06:41.250 UTC\",\"user\":\""
          + ROLE
          + "\",\"dbname\":\"app\",\"pid\":77,\"remote_host\":\"10.0.0.7\","
          + "\"remote_port\":5000,\"session_id\":\"65f.4d\",\"line_num\":2,\"ps\":\"authentication\",\"session_start\":\"2026-11-18 11:06:41 UTC\","
          + "\"error_severity\":\"LOG\",\"state_code\":\"00000\",\"message\":\"connection authorized: user=x\","
          + "\"application_name\":\"leasehold/orders-7d9c/0a1b2c3d\",\"backend_type\":\"client backend\",\"query_id\":0}";

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsTheSameFromBothFormats() throws Exception {
    List<List<@Nullable Object>> rows = read(LOGIN + "\n" + JSON + "\n");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).isEqualTo(rows.get(1));
    assertThat(rows.get(0).subList(1, rows.get(0).size()))
        .containsExactly(
            Instant.parse("2026-11-18T11:06:41.250Z").toEpochMilli(),
            Instant.parse("2026-11-18T11:06:41Z").toEpochMilli(),
            "line",
            ROLE,
            "app",
            "10.0.0.7",
            5000,
            "leasehold/orders-7d9c/0a1b2c3d",
            "orders-7d9c",
            "0a1b2c3d",
            null,
            "kubernet-my-app",
            1_795_000_000_000L);
  }

  @Test
  void readsRecordsOfSeveralLinesAndPassesOverOneThatIsCut() throws Exception {
    String several = LOGIN.replace("connection authorized", "statement: SELECT\n\"\"1\"\",\n2 --");
    String cut = LOGIN.substring(0, LOGIN.indexOf("connection") + 5);
    assertThat(read(several + "\n" + cut + "\n" + LOGIN + "\nrubbish\n" + LOGIN)).hasSize(3);
    assertThat(tables.problems).containsExactly("UNREADABLE 5", "UNREADABLE 6");
  }

  @Test
  void keepsNoStatement() throws Exception {
    String statement =
        JSON.replace("connection authorized: user=x", "statement: ALTER ROLE x PASSWORD 'hunter2'");
    assertThat(read(statement).toString()).contains(ROLE).doesNotContain("hunter2");
  }

  @Test
  void knowsSessionsAndRefusalsInAnyLanguage() throws Exception {
    String refused =
        JSON.replace("00000", "28P01")
            .replace("\"LOG\"", "\"FATAL\"")
            .replace("connection authorized: user=x", "Passwort-Authentifizierung fehlgeschlagen");
    String session = JSON.replace("connection authorized: user=x", "Verbindung autorisiert");
    String end =
        JSON.replace("connection authorized: user=x", "disconnection: session time: 0:00:01");
    assertThat(read(refused + "\n" + session + "\n" + end).stream().map(row -> row.get(3)))
        .containsExactly("refused", "line", "end");
  }

  /** A statement raises any SQLState and any text, but no FATAL and no LOG of the server's own. */
  @Test
  void aStatementDoesNotMakeItsSessionOneThatWasRefusedOrHasEnded() throws Exception {
    String raised = LOGIN.replace("LOG,00000", "ERROR,28000");
    String inJson = JSON.replace("\"LOG\"", "\"ERROR\"").replace("00000", "53100");
    String end =
        JSON.replace("\"LOG\"", "\"NOTICE\"")
            .replace("connection authorized: user=x", "disconnection: session time: 0:00:01");
    String text = JSON.replace("connection authorized: user=x", "disconnection: bye");
    assertThat(read(String.join("\n", raised, inJson, end, text)).stream().map(row -> row.get(3)))
        .containsExactly("line", "line", "line", "line");
  }

  @Test
  void readsTimesOfOtherZonesAndPassesOverThoseItDoesNotKnow() throws Exception {
    List<List<@Nullable Object>> rows =
        read(
            JSON.replace("UTC", "+0530")
                + "\n"
                + JSON.replace("UTC", "CET")
                + "\n"
                + JSON.replace("UTC", "XYZT"));
    assertThat(rows.stream().map(row -> row.get(1)))
        .containsExactly(
            Instant.parse("2026-11-18T05:36:41.250Z").toEpochMilli(),
            Instant.parse("2026-11-18T10:06:41.250Z").toEpochMilli());
    assertThat(tables.problems).containsExactly("NO_TIME 3");
  }

  private List<List<@Nullable Object>> read(String log) throws Exception {
    LogInput input =
        new LogInput("log", () -> new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    LogReading.read(LogKind.POSTGRESQL, input, new PostgresReader(tables), tables);
    return tables.rows("source_session_line");
  }
}
