// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The format of PostgreSQL's log is known, also where clients and programs write into it. */
class PostgresFormatTest {

  private static final String SERVER =
      "2026-11-18 11:06:40.000 UTC [1] 65e.1 6 00000   <> LOG:  ready\n";
  private static final String BEGIN = "2026-11-18 11:06:41.250 UTC [77] 65f.4d ";
  private static final String UNKNOWN =
      BEGIN
          + "1 28000 9/2 10.0.0.7(5000) <authentication> user=NAME,db=app,app=[unknown] FATAL:  no\n";
  private static final String LOGIN =
      BEGIN
          + "2 00000 9/2 10.0.0.7(5000) <authentication> user=app,db=app,app=a LOG:  authorized\n";
  private static final String END =
      BEGIN + "5 00000  10.0.0.7(5000) <idle> user=app,db=app,app=a LOG:  disconnection\n";

  private final RecordedTables tables = new RecordedTables();

  /** As {@code archive_command} and its programs write it, also after a rotation of the log. */
  @Test
  void looksForTheFormatBehindLinesOfPrograms() throws Exception {
    for (String first :
        List.of(
            "cp: cannot stat 'pg_wal/00000002.history': No such file or directory",
            "{\"level\":\"INFO\",\"time\":\"2026-11-18T11:06:41Z\",\"msg\":\"archived \\\"x\\\"\"}",
            "2026-11-18 11:06:41.250 P00   INFO: archive-push command begin 2.55",
            "\r")) {
      assertThat(read(null, first + "\n" + LOGIN + END)).as(first).hasSize(2);
      assertThat(readOn(first + "\n" + LOGIN, END)).as(first).hasSize(1);
    }
  }

  /** Any client that reaches the port can send such a name, and needs no login. */
  @Test
  void aNameWithALineBreakHidesNoLogOfBehindIt() throws Exception {
    String ofRds =
        "2026-11-18 11:06:41.250 UTC:::@a,db=:[7]:2:00000:2026-11-18 11:06:41 UTC::0:6.4:";
    for (String name :
        List.of(
            "\nx", "\n2026-11-18 11:06:41 UTC,x", "\n{\"session_id\":", '\n' + ofRds + "LOG:")) {
      String broken = UNKNOWN.replace("NAME", name);
      assertThat(read(null, broken + LOGIN + END)).as(name).hasSize(2);
      assertThat(read(null, "rubbish\n" + broken + LOGIN + END)).as(name).hasSize(2);
      assertThat(readOn(broken, LOGIN + broken + END)).as(name).hasSize(2);
    }
  }

  /** As {@code kubectl logs --tail} and a follower that begins late cut a log in text. */
  @Test
  void theSecondHalfOfANameTellsNoFormat() throws Exception {
    for (String half :
        List.of(
            "2026-11-18 11:06:41 UTC,x",
            "2026-11-18 11:06:41.250 UTC,x",
            "{\"session_id\":",
            "{\"session_id\":\"1.2\"}")) {
      String rest = half + ",db=app,app=[unknown] FATAL:  no\n";
      assertThat(read(null, rest + LOGIN + END)).as(half).hasSize(2);
      assertThat(read(PostgresPrefix.parse(PostgresPrefix.RECOMMENDED), rest + LOGIN + END))
          .as(half)
          .hasSize(2);
      assertThat(readOn(rest + LOGIN, END)).as(half).hasSize(1);
    }
  }

  /**
   * The first record may have text of a client in several lines, and the part that is shown may end
   * in it.
   */
  @Test
  void aLineWithinTheFirstRecordOfACsvlogTellsNoFormat() throws Exception {
    String begin =
        "2026-11-18 11:06:41.250 UTC,\"app\",\"app\",77,\"10.0.0.7:5000\",65f.4d,2,\"idle\","
            + "2026-11-18 11:06:41 UTC,9/2,0,LOG,00000,\"statement: x\n";
    String end = LOGIN + "\",,,,,,,,,\"a\",\"client backend\",,0\n";
    assertThat(read(null, begin + end + begin + end)).hasSize(2);
    assertThat(readOn('\n' + begin + end, begin + end)).hasSize(1);
    assertThat(readOn(begin + LOGIN, begin + end)).hasSize(1);
    assertThat(tables.problems).isEmpty();
  }

  /**
   * As an extension names it, and without a title: {@code elog.c} writes that of a client alone.
   */
  @Test
  void readsLinesOfAServersProcessOfAnyType() throws Exception {
    PostgresPrefix open = PostgresPrefix.parse("%m %c %l %e %v <%i> %b %10u@%h ");
    for (String type : List.of("pg.cron: 1", "o+r.v2")) {
      read(
          open, "2026-11-18 11:06:40.000 UTC 65e.1 6 00000  <> " + type + "           @ LOG:  x\n");
    }
    assertThat(tables.problems).isEmpty();
    for (String line :
        List.of(END.replace("<idle>", "<o+r.v2>"), SERVER.replace("<>", "<o+r.v2>"))) {
      tables.problems.clear();
      read(null, SERVER + line);
      assertThat(tables.problems).as(line).containsExactly("UNREADABLE 2");
    }
  }

  /** A client needs no login for such a name, and the line ends behind it. */
  @Test
  void looksAtALineOfSpacesNoLongerThanAtOthers() throws Exception {
    PostgresPrefix padded = PostgresPrefix.parse("%m %c %l %e %v %-10u %-10d %10a ");
    String begin = "2026-11-18 11:06:41.250 UTC 65f.4d 2 28000 9/2 ";
    assertThat(padded.fits(bounded(begin + " ".repeat(60)))).isFalse();
    PostgresPrefix parted = PostgresPrefix.parse("%m %c %l %e %v %10u|%-10d|%-10a ");
    List<List<@Nullable Object>> rows =
        read(
            parted, begin.replace("28000", "00000") + "       app|app       |psql       LOG:  x\n");
    assertThat(rows)
        .extracting(row -> row.get(5), row -> row.get(6), row -> row.get(9))
        .containsExactly(tuple("app", "app", "psql"));
  }

  /** As after a restart before a line that a program wrote into PostgreSQL's standard error. */
  @Test
  void goesOnInTextBeforeALineWithoutAPrefix() throws Exception {
    assertThat(readOn("\tx\n" + SERVER, "rubbish\n" + LOGIN + END)).hasSize(2);
    assertThat(tables.problems).containsExactly("UNREADABLE 1");
  }

  /** Returns a text that may be looked at a million times. */
  private static CharSequence bounded(String text) {
    AtomicInteger looked = new AtomicInteger();
    return new CharSequence() {
      @Override
      public int length() {
        return text.length();
      }

      @Override
      public char charAt(int index) {
        if (looked.incrementAndGet() > 1_000_000) {
          throw new AssertionError("looked at for too long");
        }
        return text.charAt(index);
      }

      @Override
      public CharSequence subSequence(int begin, int end) {
        return text.subSequence(begin, end);
      }

      @Override
      public String toString() {
        return text;
      }
    };
  }

  private List<List<@Nullable Object>> read(@Nullable PostgresPrefix prefix, String log)
      throws Exception {
    return lines(new PostgresReader(tables, FingerprintKey.random(), prefix), log);
  }

  /** Reads the rest of a log, as after a restart. */
  private List<List<@Nullable Object>> readOn(String begin, String rest) throws Exception {
    PostgresReader reader = new PostgresReader(tables, FingerprintKey.random(), null);
    byte[] shown = begin.getBytes(StandardCharsets.UTF_8);
    reader.begin(shown, shown.length);
    return lines(reader, rest);
  }

  private List<List<@Nullable Object>> lines(PostgresReader reader, String log) throws Exception {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    tables.rows("source_session_line").clear();
    LogInput input = new LogInput("log", () -> new ByteArrayInputStream(bytes));
    LogReading.read(LogKind.POSTGRESQL, input, reader, tables);
    return tables.rows("source_session_line");
  }
}
