// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.history.HistoryStream;
import dev.leasehold.audit.join.SqlScript;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows that the service keeps, forgets and tells, in all states of its files. */
class WatchStateTest {

  private static final String JOINED = "leasehold_audit_round_duration_seconds";

  private static final String PASSED_OVER =
      "leasehold_audit_lines_total{source=\"kubernetes\",result=\"passed_over\"}";

  /** Tables that no time belongs to. */
  private static final Set<String> WITHOUT_TIME = Set.of("source_problem", "source_count", "proxy");

  private final Path folder;

  WatchStateTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void listsFoldersThatComeAndGo() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    Path sub = folder.resolve("sub");
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!isOver.get()) {
                  Files.createDirectories(sub.resolve("a"));
                  Files.writeString(sub.resolve("a").resolve("log"), "x");
                  Files.delete(sub.resolve("a").resolve("log"));
                  Files.delete(sub.resolve("a"));
                  Files.delete(sub);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.start();
    FollowedInput input = new FollowedInput(LogKind.VAULT_AUDIT, folder);
    for (int i = 0; i < 5_000; i++) {
      assertThat(input.files()).hasSizeBetween(0, 1);
    }
    isOver.set(true);
    thread.join();
    Path gone = folder.resolve("gone").resolve("audit.log");
    assertThat(new FollowedInput(LogKind.VAULT_AUDIT, gone).files()).isEmpty();
  }

  /** As where the log of a database is on a volume of its own, and a link says where. */
  @Test
  void followsAFolderThatIsALinkAndAFileInIt() throws Exception {
    Path real = Files.createDirectories(folder.resolve("volume").resolve("log"));
    Path link = Files.createSymbolicLink(folder.resolve("log"), real);
    Path parent = Files.createSymbolicLink(folder.resolve("v"), folder.resolve("volume"));
    WatchTrial.append(real.resolve("audit.log"), denied("a"));
    WatchTrial.append(real.resolve("audit.log.1"), denied("b"));
    for (Path named : List.of(link, parent.resolve("log"))) {
      for (Path input : List.of(named, named.resolve("audit.log"))) {
        FollowedInput followed = new FollowedInput(LogKind.VAULT_AUDIT, input);
        assertThat(followed.files())
            .extracting(FollowedInput.Listed::path)
            .containsExactlyInAnyOrder(named.resolve("audit.log"), named.resolve("audit.log.1"));
        assertThat(followed.covers(real.resolve("audit.log.found"))).isTrue();
        assertThat(followed.covers(folder.resolve("audit.log.found"))).isFalse();
      }
    }
    WatchSettings settings =
        WatchTrial.settings(
            folder,
            Duration.ofDays(2),
            List.of(new FollowedInput(LogKind.VAULT_AUDIT, link.resolve("audit.log"))),
            null);
    try (WatchTrial watch = new WatchTrial(settings, InputStream.nullInputStream())) {
      watch.await(() -> read(watch, "vault_audit").endsWith(" 2.0"));
    }
  }

  /** A right that is given changes no time of the file. */
  @Test
  void triesASavedListAgainThatCannotBeOpened() throws Exception {
    byte[] list =
        "{\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"orders\",\"uid\":\"1\"}}"
            .getBytes(StandardCharsets.UTF_8);
    byte[] packed = list.clone();
    packed[0] = 0x1f;
    packed[1] = (byte) 0x8b; // Packed by a method that nobody knows.
    Path pods = Files.write(folder.resolve("pods.json"), packed);
    Files.setLastModifiedTime(pods, FileTime.fromMillis(0));
    WatchTrial.append(folder.resolve("audit.log"), denied("a"));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> watch.get("/metrics").contains(PASSED_OVER + " 1.0"));
      Files.write(pods, list);
      Files.setLastModifiedTime(pods, FileTime.fromMillis(0));
      watch.await(() -> read(watch, "kubernetes").endsWith(" 1.0"));
      assertThat(watch.get("/metrics")).contains(PASSED_OVER + " 1.0");
    }
  }

  @Test
  void readsNoSavedListAgainThatIsOlderThanWhatIsRetained() throws Exception {
    HistoryStream.write(folder, 12, 1);
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    WatchSettings settings =
        WatchTrial.settings(folder, Duration.ofMillis(1), WatchTrial.inputs(folder), null);
    try (WatchTrial watch = new WatchTrial(settings, InputStream.nullInputStream())) {
      watch.await(() -> watch.get("/metrics").contains(JOINED));
      String before = read(watch, "kubernetes");
      WatchTrial.append(folder.resolve("audit.log"), denied("a"));
      watch.await(() -> read(watch, "vault_audit").endsWith(" 1.0"));
      assertThat(read(watch, "kubernetes")).isEqualTo(before).doesNotEndWith(" 0.0");
    }
  }

  /** The client that is denied chooses the path. */
  @Test
  void furtherPathsThatAreDeniedAreTheSameFinding() throws Exception {
    String query = "SELECT count(*) FROM watch_finding WHERE code = 'LA09'";
    for (String path : new String[] {"a", "b"}) {
      WatchTrial.append(folder.resolve("audit.log"), denied(path));
      try (WatchTrial watch = new WatchTrial(folder)) {
        watch.await(() -> read(watch, "vault_audit").endsWith(" 1.0"));
        watch.await(() -> watch.get("/metrics").contains(JOINED));
      }
      assertThat(WatchTrial.number(folder, query)).isEqualTo(1);
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_vault_response"))
        .isEqualTo(2);
  }

  /** A client that forges lines in text chooses their times. */
  @Test
  void forgetsLinesOfTheFuture() throws Exception {
    String line =
        " UTC [77] 65f.%s 2 00000 9/2 10.0.0.7(5000) <idle> user=x,db=app,app=a LOG:  x\n";
    String lines = "2999-01-01 00:00:00.000" + line + "2026-11-28 14:21:25.000" + line;
    WatchTrial.append(folder.resolve("postgresql.json"), lines.formatted("1", "2"));
    WatchTrial.append(folder.resolve("audit.log"), denied("a"));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> read(watch, "postgresql").endsWith(" 2.0"));
      watch.await(() -> watch.get("/metrics").contains(JOINED));
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_session_line")).isEqualTo(1);
  }

  @Test
  void forgetsRowsOfEachTable() {
    String forget = String.join(";", SqlScript.load("watch/forget").statements());
    Pattern create = Pattern.compile("CREATE TABLE (\\w+)");
    for (String statement : SqlScript.load("join/0-logged").statements()) {
      Matcher table = create.matcher(statement);
      assertThat(table.lookingAt()).as(statement).isTrue();
      if (!WITHOUT_TIME.contains(table.group(1))) {
        assertThat(forget).contains("DELETE FROM " + table.group(1) + " WHERE");
      }
    }
  }

  @Test
  void countsTimesFromItsStartBeforeAnythingHappens() {
    InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    WatchMetrics metrics =
        new WatchMetrics(clock, new WatchCounts(clock), "1", EnumSet.of(LogKind.VAULT_AUDIT));
    assertThat(metrics.collect())
        .extracting(Sample::metric)
        .contains(MetricName.AUDIT_SINCE_LINE, MetricName.AUDIT_SINCE_ROUND);
  }

  @Test
  void cutsNoCharacterInTwo() throws Exception {
    String row =
        "SELECT 'x' AS id, 'LA01' AS code, 1 AS happened_at, NULL AS until_at, NULL AS pod, NULL AS role,"
            + " NULL AS lease_id, NULL AS address, 1 AS occurrences, repeat('a', 499) || '\ud83d\ude00!' AS detail";
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(row)) {
      assertThat(rows.next()).isTrue();
      assertThat(FindingText.of(rows, 0).text())
          .contains("\"detail\":\"" + "a".repeat(499) + "...\"");
    }
  }

  private static String denied(String path) {
    return ("{\"auth\":{\"display_name\":\"root\"},\"error\":\"permission denied\",\"request\":{\"id\":\"%s\","
            + "\"operation\":\"read\",\"path\":\"database/creds/%s\",\"remote_address\":\"10.0.0.7\"},"
            + "\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}\n")
        .formatted(path, path);
  }

  /** Returns the metric of the lines that were read of a source since the start. */
  private static String read(WatchTrial watch, String source) throws Exception {
    String name = "leasehold_audit_lines_total{source=\"" + source + "\",result=\"read\"}";
    return watch
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow();
  }
}
