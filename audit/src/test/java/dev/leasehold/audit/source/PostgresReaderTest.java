// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
          + "\"remote_port\":5000,\"session_id\":\"65f.4d\",\"line_num\":2,\"ps\":\"authentication\",\"session_start\":\"2026-11-18 11:06:41 UTC\",\"vxid\":\"9/2\","
          + "\"error_severity\":\"LOG\",\"state_code\":\"00000\",\"message\":\"connection authorized: user=x\","
          + "\"application_name\":\"leasehold/orders-7d9c/0a1b2c3d\",\"backend_type\":\"client backend\",\"query_id\":0}";

  /** In French, with a line break of its own. */
  private static final String END =
      JSON.replace("authentication", "idle")
          .replace("\"vxid\":\"9/2\",", "")
          .replace(
              "connection authorized: user=x",
              "déconnexion : durée de la session : 0:00:01.250\\nutilisateur=x base=app hôte=::1");

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsTheSameFromBothFormats() throws Exception {
    List<List<@Nullable Object>> rows = read(LOGIN + "\n" + JSON + "\n");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).isEqualTo(rows.get(1));
    assertThat(rows.get(0).subList(1, rows.get(0).size()))
        .containsExactly(
            2L,
            Instant.parse("2026-11-18T11:06:41.250Z").toEpochMilli(),
            Instant.parse("2026-11-18T11:06:41Z").toEpochMilli(),
            "line",
            ROLE,
            "app",
            "10.0.0.7",
            5000,
            "leasehold/orders-7d9c/0a1b2c3d",
            null,
            "kubernet-my-app",
            1_795_000_000_000L);
  }

  /** An abbreviation of Chicago, of Shanghai and of Havana. */
  @Test
  void readsTheTimesOfAnAbbreviationThatSeveralZonesHave() throws Exception {
    long start = Instant.parse("2026-11-18T11:06:41Z").getEpochSecond();
    for (String record : List.of(LOGIN, JSON)) {
      for (String local : List.of("05:06:41", "19:06:41", "06:06:41")) {
        tables.rows("source_session_line").clear();
        String shown =
            record
                .replace("11:06:41", local)
                .replace("UTC", "CST")
                .replace("65f.", Long.toHexString(start) + '.');
        assertThat(read(shown + "\n"))
            .singleElement()
            .satisfies(
                row ->
                    assertThat(row.subList(2, 4))
                        .containsExactly(start * 1000 + 250, start * 1000));
      }
    }
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsRecordsOfSeveralLinesAndPassesOverOneThatIsCutWithTheOneThatShowsIt() throws Exception {
    String several = LOGIN.replace("connection authorized", "statement: SELECT\n\"\"1\"\",\n2 --");
    String cut = LOGIN.substring(0, LOGIN.indexOf("connection") + 5);
    String log = several + "\n" + cut + "\n" + LOGIN + "\n" + LOGIN + "\n" + cut;
    assertThat(read(log)).hasSize(2);
    assertThat(tables.problems).containsExactly("CUT 5", "CUT 7");
    assertThat(read("rubbish\n" + LOGIN + "\n" + LOGIN)).hasSize(3);
    assertThat(tables.problems).endsWith("CUT 1", "CUT 1");
  }

  /** As a pipe or the end of a buffer hands them over. */
  @Test
  void readsRecordsThatComeInPieces() throws Exception {
    byte[] log = (LOGIN + "\n" + JSON + "\n" + LOGIN + "\n").getBytes(StandardCharsets.UTF_8);
    InputStream bytewise =
        new ByteArrayInputStream(log) {
          @Override
          public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1));
          }
        };
    LogInput input = new LogInput("log", () -> bytewise);
    LogReading.read(
        LogKind.POSTGRESQL,
        input,
        new PostgresReader(tables, FingerprintKey.random(), null),
        tables);
    assertThat(tables.rows("source_session_line")).hasSize(3);
    assertThat(tables.problems).isEmpty();
  }

  /** A client's text holds records of its own making: no line within quotes is a record. */
  @Test
  void takesNoTextWithinQuotesForARecord() throws Exception {
    String forged = LOGIN.replace(ROLE, "v-forged");
    String plain = forged.replace("\"", "");
    String inQuotes = "statement: SELECT\n" + forged.replace("\"", "\"\"") + "\n" + plain + "\n";
    String record = LOGIN.replace("connection authorized", inQuotes);
    for (int cut = 0; cut < record.indexOf(",,,,,"); cut++) {
      tables.rows("source_session_line").clear();
      assertThat(read(record.substring(cut) + "\n" + LOGIN + "\n" + LOGIN + "\n"))
          .as("without its first %d bytes", cut)
          .hasSizeBetween(1, 3)
          .allMatch(row -> ROLE.equals(row.get(5)));
      tables.rows("source_session_line").clear();
      assertThat(read(record.substring(0, cut) + LOGIN + "\n" + LOGIN + "\n" + LOGIN + "\n"))
          .as("broken off after %d bytes", cut)
          .hasSizeBetween(1, 3)
          .allMatch(row -> ROLE.equals(row.get(5)));
    }
  }

  @Test
  void readsJsonlogAfterRubbishAndNoneWithinQuotes() throws Exception {
    String forged = JSON.replace(ROLE, "v-forged");
    assertThat(read("rub\"bish\n" + JSON + "\n{}\n{\"cut\n" + JSON + "\n")).hasSize(2);
    assertThat(tables.problems).containsExactly("CUT 1", "UNREADABLE 3", "UNREADABLE 4");
    String text = "statement: x\n" + forged.replace("\"", "\"\"") + "\n{}\n";
    assertThat(read(LOGIN.replace("connection authorized", text) + "\n" + LOGIN)).hasSize(4);
    String cut = LOGIN.substring(0, LOGIN.indexOf("connection"));
    assertThat(read(cut + "\n" + JSON)).hasSize(5);
  }

  /** Each line of a record costs its own bytes, however much stands before it. */
  @Test
  @Timeout(60)
  void readsARecordOfManyLines() throws Exception {
    String lines = "SELECT 'a line of a hundred characters, more or less'\n".repeat(100_000);
    assertThat(read(LOGIN.replace("connection authorized", lines) + "\n" + LOGIN)).hasSize(2);
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsLinesLongerThanAnyBuffer() throws Exception {
    String text = "statement: " + "x".repeat(5 << 20);
    assertThat(
            read(
                LOGIN.replace("connection authorized", text + "\n" + text)
                    + "\n"
                    + JSON.replace("connection authorized", text)))
        .hasSize(2);
    assertThat(tables.problems).isEmpty();
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
    String killed =
        JSON.replace("00000", "57P01").replace("LOG", "FATAL").replace("authentication", "SELECT");
    assertThat(events(refused, session, END, killed))
        .containsExactly("refused", "line", "end", "end");
    String csv = LOGIN.replace("authentication", "idle");
    assertThat(
            events(
                csv.replace(",LOG,", ",СООБЩЕНИЕ,"),
                csv.replace("LOG,00000", "ВАЖНО,57P01"),
                csv.replace(",9/2,", ",,"),
                LOGIN.replace("LOG,00000", "치명적오류,3D000")))
        .containsExactly("line", "end", "end", "refused");
    String stamp = JSON.replace("leasehold/orders-7d9c/0a1b2c3d", "");
    String swedish = "anslutning auktoriserad: användare=x applikationsnamn=leasehold/a/0a1b2c3d";
    tables.rows("source_session_line").clear();
    assertThat(read(stamp.replace("connection authorized: user=x", swedish)))
        .extracting(row -> row.get(9))
        .containsExactly("leasehold/a/0a1b2c3d");
  }

  /** A statement raises any SQLState and any text, but no FATAL and none outside of a process. */
  @Test
  void aStatementEndsRefusesAndNamesNoSession() throws Exception {
    String raised = LOGIN.replace("LOG,00000", "ERROR,28000").replace("authentication", "DO");
    String inJson = JSON.replace("\"LOG\"", "\"ERROR\"").replace("00000", "53100");
    String end = JSON.replace("authentication", "idle");
    String english = "disconnection: session time: 0:00:01.250 user=" + ROLE + " database=app";
    String text = end.replace("connection authorized: user=x", english);
    String context = END.replace("}", ",\"context\":\"PL/pgSQL function f() line 1 at RAISE\"}");
    String statement = END.replace("}", ",\"statement\":\"SELECT f()\"}");
    String worker = END.replace("client backend", "parallel worker");
    assertThat(
            events(
                raised, inJson.replace("authentication", "DO"), text, context, statement, worker))
        .containsOnly("line");
    String named =
        JSON.replace("leasehold/orders-7d9c/0a1b2c3d", "")
            .replace("user=x", "user=x application_name=leasehold/orders-1/00000000");
    String forged = named.replace("}", ",\"context\":\"PL/pgSQL function\"}");
    tables.rows("source_session_line").clear();
    assertThat(read(named + "\n" + forged + "\n" + named.replace("authentication", "DO")))
        .extracting(row -> row.get(9))
        .containsExactly("leasehold/orders-1/00000000", "", "");
  }

  /** A client that reaches the port sends any user's name: nothing of that is a session. */
  @Test
  void whoHasNotLoggedInBeginsNoSession() throws Exception {
    String fatal = JSON.replace("\"LOG\"", "\"FATAL\"").replace("00000", "57P03");
    String reset = JSON.replace("00000", "08006");
    assertThat(events(fatal, reset)).isEmpty();
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
    assertThat(rows.stream().map(row -> row.get(2)))
        .containsExactly(
            Instant.parse("2026-11-18T05:36:41.250Z").toEpochMilli(),
            Instant.parse("2026-11-18T10:06:41.250Z").toEpochMilli());
    assertThat(tables.problems).containsExactly("NO_TIME 3");
  }

  private List<@Nullable Object> events(String... lines) throws Exception {
    tables.rows("source_session_line").clear();
    return read(String.join("\n", lines)).stream().map(row -> row.get(4)).toList();
  }

  private List<List<@Nullable Object>> read(String log) throws Exception {
    LogInput input =
        new LogInput("log", () -> new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    LogReading.read(
        LogKind.POSTGRESQL,
        input,
        new PostgresReader(tables, FingerprintKey.random(), null),
        tables);
    return tables.rows("source_session_line");
  }
}
