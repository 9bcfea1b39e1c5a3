// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** PostgreSQL's log in text, with lines as PostgreSQL 15 writes them in French. */
class PostgresTextTest {

  private static final String ROLE = "v-kubernet-my-app-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String BEGIN = "2026-11-18 11:06:41.250 UTC [77] 65f.4d ";
  private static final String SERVER =
      "2026-11-18 11:06:40.000 UTC [1] 65e.1 6 00000   <> LOG:  le système est prêt\n";
  private static final String RECEIVED =
      BEGIN + "1 00000  10.0.0.7(5000) <> user=[inconnu],db=[inconnu],app=[inconnu] LOG:  reçue\n";
  private static final String LOGIN =
      BEGIN
          + "2 00000 9/2 10.0.0.7(5000) <authentication> user="
          + ROLE
          + ",db=app,app=[inconnu] LOG:  connexion autorisée : application_name=leasehold/a/0a1b2c3d\n";
  private static final String STATEMENT =
      BEGIN
          + "3 00000 9/3 10.0.0.7(5000) <idle> user="
          + ROLE
          + ",db=app,app=leasehold/a/0a1b2c3d LOG:  instruction : SELECT 'a\n\tb'\n";
  private static final String END =
      BEGIN
          + "5 00000  10.0.0.7(5000) <idle> user="
          + ROLE
          + ",db=app,app=leasehold/a/0a1b2c3d LOG:  déconnexion : durée 0:00:00.011\n\thôte=::1\n";

  private static final String IDLE = "2026-11-18 11:06:41.250 UTC [77] 65f.4d 3 00000 9/3 <idle> ";

  private final RecordedTables tables = new RecordedTables();

  @Test
  void readsTheRecommendedPrefixWithoutBeingTold() throws Exception {
    List<List<@Nullable Object>> rows = read(null, SERVER + RECEIVED + LOGIN + STATEMENT + END);
    assertThat(tables.problems).isEmpty();
    assertThat(rows).extracting(row -> row.get(4)).containsExactly("line", "line", "end");
    assertThat(rows).extracting(row -> row.get(1)).containsExactly(2L, 3L, 5L);
    assertThat(rows).extracting(row -> row.get(9)).containsOnly("leasehold/a/0a1b2c3d");
    assertThat(rows.get(0).subList(2, 9))
        .containsExactly(
            Instant.parse("2026-11-18T11:06:41.250Z").toEpochMilli(),
            0x65fL * 1000,
            "line",
            ROLE,
            "app",
            "10.0.0.7",
            5000);
    assertThat(rows.get(0).get(12)).isEqualTo(1_795_000_000_000L);
  }

  /** As {@code walsender.c}, {@code basebackup.c}, {@code syncrep.c} and {@code postgres.c} say. */
  @Test
  void readsLinesOfAProcessWithAnyTitle() throws Exception {
    for (String title :
        List.of(
            "streaming 0/3000148",
            "BASE_BACKUP",
            "sending backup \"pg_basebackup base backup\"",
            "sending backup \"Sicherung > vor dem 1. Okto",
            "COMMIT waiting for 1F/3000148",
            "SELECT waiting",
            "idle in transaction (aborted)",
            "<FASTPATH>",
            "<FASTPATH> waiting")) {
      tables.rows("source_session_line").clear();
      assertThat(read(null, LOGIN + END.replace("<idle>", '<' + title + '>')))
          .as(title)
          .extracting(row -> row.get(4))
          .containsExactly("line", "end");
    }
    assertThat(tables.problems).isEmpty();
  }

  /** As with {@code update_process_title = off}: an error by a statement is no refusal then. */
  @Test
  void readsLinesOfAProcessWithoutTitle() throws Exception {
    String raised = STATEMENT.replace("3 00000", "3 28000").replace("LOG:", "ERREUR:");
    String log = (LOGIN + raised + END).replaceAll("<\\w+>", "<>");
    assertThat(read(null, log)).extracting(row -> row.get(4)).containsExactly("line", "end");
    tables.rows("source_session_line").clear();
    String unknown = LOGIN.replace("2 00000", "2 28P01").replace("LOG:", "FATAL:");
    assertThat(read(null, unknown.replace("<authentication>", "<>")))
        .extracting(row -> row.get(4))
        .containsExactly("refused");
    assertThat(tables.problems).isEmpty();
  }

  /** As {@code pg_clean_ascii} writes it since version 16, after the cut at 63 bytes. */
  @Test
  void readsTheLongestNameOfAnApplication() throws Exception {
    String name = "\\xd0".repeat(63);
    String named = (STATEMENT + END).replace("leasehold/a/0a1b2c3d", name);
    assertThat(read(null, named))
        .extracting(row -> row.get(4), row -> row.get(9))
        .containsExactly(tuple("line", name), tuple("end", name));
    assertThat(tables.problems).isEmpty();
  }

  /** As the translations to Korean, Russian and French have them. */
  @Test
  void passesOverFurtherPartsOfAMessage() throws Exception {
    for (String part :
        List.of("쿼리:SELECT 1", "위치: a, b.c:1", "ПОЛОЖЕНИЕ: a, b.c:1", "PILE D'APPEL : \n\ta")) {
      String ofSession = STATEMENT.substring(0, STATEMENT.indexOf("LOG:")) + part + '\n';
      String ofServer = SERVER.substring(0, SERVER.indexOf("LOG:")) + part + '\n';
      tables.rows("source_session_line").clear();
      assertThat(read(null, ofServer + LOGIN + ofSession + END)).as(part).hasSize(2);
    }
    assertThat(tables.problems).isEmpty();
  }

  /** A session writes in the encoding of its database, also where that is not the log's. */
  @Test
  void readsLevelsInAnyEncoding() throws Exception {
    for (String encoding : List.of("KOI8-R", "EUC-KR", "ISO-8859-1")) {
      String level =
          switch (encoding) {
            case "KOI8-R" -> "СООБЩЕНИЕ";
            case "EUC-KR" -> "로그";
            default -> "DÉTAIL";
          };
      tables.rows("source_session_line").clear();
      byte[] log = END.replace("LOG", level).getBytes(Charset.forName(encoding));
      assertThat(read(null, log)).as(level).extracting(row -> row.get(4)).containsExactly("end");
    }
    assertThat(tables.problems).isEmpty();
  }

  /**
   * The first is the name that pgjdbc gives its sessions, the second a client's attempt to seem
   * gone.
   */
  @Test
  void knowsTheLevelBesideANameWithSpaces() throws Exception {
    String ended = STATEMENT.replace("3 00000", "3 57P01").replace("LOG:", "FATAL:");
    assertThat(read(null, ended.replace("leasehold/a/0a1b2c3d", "PostgreSQL JDBC Driver")))
        .extracting(row -> row.get(4))
        .containsExactly("end");
    tables.rows("source_session_line").clear();
    assertThat(read(null, STATEMENT.replace("leasehold/a/0a1b2c3d", "x FATAL:  y")))
        .extracting(row -> row.get(4))
        .containsExactly("line");
  }

  /** It is that of Chicago, of Shanghai and of Havana, and the start of the session tells which. */
  @Test
  void passesOverAnAbbreviationOfSeveralZonesWithoutTheStartOfTheSession() throws Exception {
    long start = Instant.parse("2026-11-18T11:06:41Z").getEpochSecond();
    String shown =
        LOGIN
            .replace("2026-11-18 11:06:41.250 UTC", "2026-11-18 19:06:41.250 CST")
            .replace("65f.", Long.toHexString(start) + '.');
    assertThat(read(null, shown)).isEmpty();
    assertThat(tables.problems).containsExactly("NO_TIME 1");
    String prefix = PostgresPrefix.RECOMMENDED.replace("%c", "%c %s");
    String withStart = shown.replace(".4d ", ".4d 2026-11-18 19:06:41 CST ");
    assertThat(read(PostgresPrefix.parse(prefix), withStart))
        .singleElement()
        .satisfies(
            row -> assertThat(row.subList(2, 4)).containsExactly(start * 1000 + 250, start * 1000));
  }

  /** As after a restart in the middle of a message. */
  @Test
  void passesOverTheRestOfAMessageThatWasReadBefore() throws Exception {
    assertThat(read(null, "\tSELECT 1;\n\tSELECT 2\n" + LOGIN + END)).hasSize(2);
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsThePrefixOfRds() throws Exception {
    String line =
        "2026-11-18 11:06:41.250 UTC:fe80::1(5000):"
            + ROLE
            + "@app:[77]:2:28P01:2026-11-18 11:06:41 UTC:9/2:0:65f.4d:[unknown]:FATAL:  no\n";
    assertThat(read(null, line + line.replace("28P01", "00000").replace("FATAL", "LOG")))
        .extracting(row -> row.subList(4, 9))
        .containsExactly(
            List.of("refused", ROLE, "app", "fe80::1", 5000),
            List.of("line", ROLE, "app", "fe80::1", 5000));
    assertThat(tables.rows("source_session_line").get(0).get(3))
        .isEqualTo(Instant.parse("2026-11-18T11:06:41Z").toEpochMilli());
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsAPrefixThatIsGiven() throws Exception {
    String prefix = "%n|%-12u|%c|%5l|%e|%v|%h|%% %z";
    String line = "1795000000.250|app         |65f.4d|    2|00000|9/2|[local]|% LOGG:  hej\n";
    String end = "1795000001.250|app         |65f.4d|    3|00000||[local]|% LOGG:  hej då\n";
    assertThat(read(PostgresPrefix.parse(prefix), "\tcut\n" + line + end))
        .extracting(row -> row.get(2), row -> row.get(4), row -> row.get(5), row -> row.get(7))
        .containsExactly(
            tuple(1_795_000_000_250L, "line", "app", "[local]"),
            tuple(1_795_000_001_250L, "end", "app", "[local]"));
  }

  @Test
  void knowsRefusalsInAnyLanguage() throws Exception {
    String unknown = LOGIN.replace("2 00000", "2 28P01").replace("LOG:", "ВАЖНО:");
    String raised = STATEMENT.replace("3 00000", "3 28P01").replace("LOG:", "ERREUR:");
    assertThat(read(null, unknown + raised))
        .extracting(row -> row.get(4))
        .containsExactly("refused", "line");
    PostgresPrefix prefix = PostgresPrefix.parse("%m %c %l %e %v %u: ");
    String begin = "2026-11-18 11:06:41 UTC 65f.4d 2 ".replace(" UTC", ".000 UTC");
    tables.rows("source_session_line").clear();
    assertThat(
            read(
                prefix,
                begin
                    + "28P01 9/2 app: FATALT:  nej\n"
                    + begin
                    + "28P01 9/2 app: FEL:  nej\n"
                    + begin
                    + "57P03  app: FATAL:  starting\n"
                    + begin
                    + "00000  app: LOGG:  slut\n"))
        .extracting(row -> row.get(4))
        .containsExactly("refused", "end");
  }

  /** A client names itself and its database as it likes, and a message holds any text. */
  @Test
  void aNameReadsAsNoOthersLine() throws Exception {
    String hostile =
        STATEMENT
            .replace("app=leasehold/a/0a1b2c3d", "app=x LOG:  y,db=app,app=z")
            .replace("instruction", "user=v-other,db=app,app=x LOG:  z");
    assertThat(read(null, LOGIN + hostile + END))
        .extracting(row -> row.get(5))
        .containsExactly(ROLE, ROLE, ROLE);
    assertThat(tables.rows("source_session_line").get(1).get(9)).isEqualTo("");
    tables.rows("source_session_line").clear();
    assertThat(read(null, LOGIN + hostile.replace(ROLE, "app")))
        .extracting(row -> row.get(5))
        .containsExactly(ROLE, "app");
    PostgresPrefix open = PostgresPrefix.parse("%m %a %c %l %e %v %u ");
    tables.rows("source_session_line").clear();
    String begin = "2026-11-18 11:06:41.250 UTC ";
    String real = "65f.4d 3 00000 9/3 app LOG:  x\n";
    assertThat(read(open, begin + "psql " + real + begin + " 65f.4e 9 00000  v LOG:  x " + real))
        .hasSize(1);
    assertThat(tables.problems).containsExactly("AMBIGUOUS 2");
  }

  @Test
  void aNameForgesNoAddressAndNoDatabase() throws Exception {
    String forged = "x,client=10.0.0.7 LOG:  ";
    PostgresPrefix addressLast =
        PostgresPrefix.parse("%m [%p] %c %l %e %v <%i> user=%u,db=%d,app=%a,client=%h ");
    String plain = IDLE + "user=app,db=app,app=psql,client=10.9.9.9 LOG:  x\n";
    assertThat(read(addressLast, plain + plain.replace("psql", forged)))
        .extracting(row -> row.get(5), row -> row.get(6), row -> row.get(7), row -> row.get(9))
        .containsExactly(tuple("app", "app", "10.9.9.9", "psql"), tuple("app", "app", null, ""));
    assertThat(tables.problems).isEmpty();
    tables.rows("source_session_line").clear();
    assertThat(read(addressLast, plain.replace("psql", "x,db=other,app=y")))
        .extracting(row -> row.get(5), row -> row.get(6))
        .containsExactly(tuple("app", null));
  }

  /** {@code bind} takes a path with any letter, also on the client's side. */
  @Test
  void readsThePathOfASocketWithAParenthesis() throws Exception {
    String local = LOGIN.replace("10.0.0.7(5000)", "[local](/tmp/a (b) c)");
    String forged = LOGIN.replace("10.0.0.7(5000)", "[local](/tmp/a) <> user=v-other,db=app,app=)");
    assertThat(read(PostgresPrefix.parse(PostgresPrefix.RECOMMENDED), local + forged))
        .extracting(row -> row.get(5), row -> row.get(7), row -> row.get(8))
        .containsExactly(tuple(ROLE, "[local]", null));
    assertThat(tables.problems).containsExactly("AMBIGUOUS 2");
    PostgresPrefix addressLast =
        PostgresPrefix.parse("%m [%p] %c %l %e %v <%i> user=%u,db=%d,app=%a,client=%r ");
    String both = "user=app,db=app,app=x,client=10.0.0.7(5000) LOG:  ,client=[local](/tmp/a(b)";
    tables.rows("source_session_line").clear();
    assertThat(read(addressLast, IDLE + both + " LOG:  x\n"))
        .extracting(row -> row.get(5), row -> row.get(7))
        .containsExactly(tuple("app", null));
  }

  @Test
  void aNameForgesNoUserThatStandsBehindIt() throws Exception {
    PostgresPrefix userLast = PostgresPrefix.parse("%m [%p] %c %l %e %v <%i> app=%a,user=%u ");
    String named = IDLE + "app=psql,user=app LOG:  x\n";
    assertThat(read(userLast, named + named.replace("psql", "x,user=v-other LOG:  ")))
        .extracting(row -> row.get(5))
        .containsExactly("app");
    assertThat(tables.problems).containsExactly("AMBIGUOUS 2");
  }

  @Test
  void saysWhatAPrefixLacksAndWhichLinesHaveAnotherOne() throws Exception {
    assertThatThrownBy(() -> PostgresPrefix.parse("%m [%p] %q%u@%d "))
        .hasMessage("has no %c, %e, %l, %v");
    assertThatThrownBy(() -> PostgresPrefix.parse("%u %c %e %l %v")).hasMessage("has no %m");
    read(null, "2026-11-18 11:06:41.250 UTC [77] app@app LOG:  x\n\ty\nrubbish\n");
    assertThat(tables.problems).containsExactly("NO_PREFIX 1", "NO_PREFIX 3");
    tables.problems.clear();
    read(null, LOGIN + "rubbish\n" + LOGIN.substring(0, 60) + "\n" + END);
    assertThat(tables.problems).containsExactly("UNREADABLE 2", "UNREADABLE 3");
    assertThat(tables.rows("source_session_line")).hasSize(2);
  }

  /** A record of a csvlog is no record of text, also where a client has written text into it. */
  @Test
  void takesNoTextInQuotesOfCsvForALine() throws Exception {
    String csv =
        "2026-11-18 11:06:41.250 UTC,\"app\",\"app\",77,\"10.0.0.7:5000\",65f.4d,2,\"idle\",2026-11-18 11:06:41 UTC,"
            + "9/2,0,LOG,00000,\"statement: x\n"
            + LOGIN.replace(ROLE, "v-forged")
            + "\",,,,,,,,,\"a\",\"client backend\",,0\n";
    assertThat(read(null, csv)).extracting(row -> row.get(5)).containsExactly("app");
    assertThat(read(PostgresPrefix.parse(PostgresPrefix.RECOMMENDED), csv))
        .extracting(row -> row.get(5))
        .containsOnly("app");
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void readsLinesLongerThanAnyBuffer() throws Exception {
    String longer = STATEMENT.replace("SELECT", "SELECT " + "x".repeat(5 << 20));
    assertThat(read(null, longer + END)).hasSize(2);
    assertThat(tables.problems).isEmpty();
  }

  @Test
  void keepsNoStatement() throws Exception {
    assertThat(
            read(null, STATEMENT.replace("SELECT", "ALTER ROLE x PASSWORD 'hunter2'")).toString())
        .contains(ROLE)
        .doesNotContain("hunter2");
  }

  private List<List<@Nullable Object>> read(@Nullable PostgresPrefix prefix, String log)
      throws Exception {
    return read(prefix, log.getBytes(StandardCharsets.UTF_8));
  }

  private List<List<@Nullable Object>> read(@Nullable PostgresPrefix prefix, byte[] log)
      throws Exception {
    LogInput input = new LogInput("log", () -> new ByteArrayInputStream(log));
    LogReading.read(
        LogKind.POSTGRESQL,
        input,
        new PostgresReader(tables, FingerprintKey.random(), prefix),
        tables);
    return tables.rows("source_session_line");
  }
}
