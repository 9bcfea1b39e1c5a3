// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.history.HistoryFiles;
import dev.leasehold.audit.history.UsualTerms;
import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.join.AuditTerms;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.DatabaseActivity.LiveRole;
import dev.leasehold.audit.source.DatabaseActivity.LiveSession;
import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogReading;
import dev.leasehold.audit.source.PostgresReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's answers about its sessions and roles, beside its log and after it. */
class LiveActivityTest {

  private static final long START = 1_795_000_000_000L;
  private static final String ROLE = "v-kubernet-orders-zv5cQDmJnhaVgAXbOoqx-1795000000";
  private static final LiveSession SESSION =
      new LiveSession(4711, START + 123, ROLE, "app", "10.0.0.7", 5000, "named later");
  private static final String LINE =
      ("{\"timestamp\":\"2026-11-18 11:06:41.000 UTC\",\"user\":\"%s\",\"dbname\":\"app\",\"pid\":4711,"
              + "\"remote_host\":\"10.0.0.7\",\"remote_port\":5000,\"session_id\":\"%s\",\"line_num\":2,"
              + "\"ps\":\"idle\",\"session_start\":\"2026-11-18 11:06:40 UTC\",\"vxid\":\"9/2\","
              + "\"error_severity\":\"LOG\",\"application_name\":\"named first\",\"message\":\"m\"}\n")
          .formatted(ROLE, Long.toHexString(START / 1000) + "." + Long.toHexString(4711));

  private final Path folder;

  LiveActivityTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aSessionIsTheSameInTheLogAndEndsWhereItIsNotThereAnyMore() throws Exception {
    FingerprintKey key = FingerprintKey.random();
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB")) {
      LiveRows rows = rows(stored, key);
      BatchTables tables = rows.tables();
      tables.begin();
      byte[] line = LINE.getBytes(StandardCharsets.UTF_8);
      new LogReading(
              LogKind.POSTGRESQL,
              "log",
              new PostgresReader(tables, key, null),
              tables,
              LogPosition.BEGIN)
          .add(line, line.length);
      tables.commit();
      rows.write(
          new DatabaseActivity(START + 5000, List.of(SESSION), List.of(new LiveRole(ROLE, null))));
      assertThat(stored.number("SELECT count(DISTINCT session_key) FROM source_session_line", 0))
          .isEqualTo(1);
      assertThat(stored.number("SELECT count(*) FROM source_session_line WHERE event = 'end'", 0))
          .isZero();
      rows.write(new DatabaseActivity(START + 15_000, List.of(), List.of()));
      rows.write(new DatabaseActivity(START + 25_000, List.of(), List.of()));
      assertThat(
              stored.number(
                  "SELECT sum(happened_at) FROM source_session_line WHERE event = 'end'", 0))
          .isEqualTo(START + 15_000);
      assertThat(stored.number("SELECT count(*) FROM source_role", 0)).isZero();
      stored.beginRound(terms());
      assertThat(stored.number("SELECT max(ended_at) FROM session", 0)).isEqualTo(START + 15_000);
      assertThat(stored.number("SELECT count(*) FROM session WHERE application = 'named first'", 0))
          .isEqualTo(1);
      stored.endRound();
    }
  }

  /** The server has no name of a session whose role is dropped, or that is being begun. */
  @Test
  void aSessionWhoseRoleIsDroppedGoesOn() throws Exception {
    LiveSession dropped = new LiveSession(4711, START + 123, null, "app", "10.0.0.7", 5000, "");
    LiveSession begun = new LiveSession(4712, START + 124, null, "app", "10.0.0.8", 5000, "");
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB")) {
      LiveRows rows = rows(stored, FingerprintKey.random());
      rows.write(new DatabaseActivity(START + 5000, List.of(SESSION), List.of()));
      rows.write(new DatabaseActivity(START + 9000, List.of(dropped, begun), List.of()));
      String lines = "SELECT count(*) FROM source_session_line WHERE role = '" + ROLE + "'";
      assertThat(stored.number(lines + " AND event = 'live'", 0)).isEqualTo(2);
      assertThat(stored.number("SELECT count(*) FROM source_session_line", 0)).isEqualTo(2);
    }
  }

  /** As after a jump of the server's clock. */
  @Test
  void aSessionEndsAlsoWhereTheClockOfTheServerIsSetBack() throws Exception {
    LiveSession other = new LiveSession(4712, START + 124, "app", "app", "10.0.0.8", 5000, "");
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB")) {
      LiveRows rows = rows(stored, FingerprintKey.random());
      long ahead = Duration.ofDays(365).toMillis();
      rows.write(new DatabaseActivity(START + ahead, List.of(SESSION, other), List.of()));
      rows.write(new DatabaseActivity(START + 5000, List.of(SESSION), List.of()));
      rows.write(new DatabaseActivity(START + 15_000, List.of(SESSION), List.of()));
      stored.beginRound(terms());
      String ended = "SELECT max(ended_at) FROM session WHERE role = '";
      assertThat(stored.number(ended + "app'", 0)).isEqualTo(START + 5000);
      assertThat(stored.number(ended + ROLE + "'", 0)).isZero();
      stored.endRound();
    }
  }

  private static LiveRows rows(StoredTables stored, FingerprintKey key) throws Exception {
    InstantSource clock = InstantSource.system();
    BatchTables tables = new BatchTables(stored, new WatchCounts(clock));
    return new LiveRows(null, null, stored, tables, PositionStore.load(stored), key, clock);
  }

  /** A role whose lease has ended, and a role of Vault's form that no lease is of. */
  @Test
  void rolesThatAreLeftAreFoundWithoutASession() throws Exception {
    HistoryFiles history = HistoryFiles.write(folder);
    String stranger = ROLE.replace("1795000000", Long.toString(history.takenAt() / 1000 + 7));
    DatabaseActivity answer =
        new DatabaseActivity(
            history.takenAt() + Duration.ofDays(1).toMillis(),
            List.of(),
            List.of(new LiveRole(history.role(), null), new LiveRole(stranger, null)));
    AuditSources sources =
        new AuditSources(
            input("audit.log"),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of((tables, key, snapshot) -> answer.write(tables, key)),
            null);
    try (AuditDatabase database = AuditDatabase.create(folder, "100MB")) {
      AuditJoin.run(database, sources, terms(), new AuditJoin.Subject(null, null));
      String findings = Question.FINDINGS.ask(database).get(0).rows().toString();
      assertThat(findings)
          .containsPattern(
              "LA01, error, [^\\]]*" + stranger + "[^\\]]*the role is in pg_roles, and")
          .containsPattern(
              "LA06, error, [^\\]]*"
                  + history.role()
                  + "[^\\]]*in pg_roles after the end of its lease");
    }
  }

  private List<LogInput> input(String name) throws IOException {
    return LogInput.of(List.of(folder.resolve(name).toString()), InputStream.nullInputStream());
  }

  private static AuditTerms terms() {
    return UsualTerms.of(Duration.ofHours(3));
  }
}
