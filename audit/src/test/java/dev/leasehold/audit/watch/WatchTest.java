// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.audit.history.HistoryStream;
import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.join.SqlScript;
import dev.leasehold.audit.source.LogKind;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTest {

  private static final String RESPONSES = "SELECT count(*) FROM source_vault_response";

  private static final String TOTAL =
      "leasehold_audit_findings_total{code=\"LA04\",severity=\"error\"} 1.0";

  private final Path folder;
  private final Path found;

  WatchTest(@TempDir Path folder) {
    this.folder = folder;
    this.found = folder.resolve("found.json");
  }

  @Test
  void writesEachFindingOnceWhileLogsGrowAndOverRestarts() throws Exception {
    List<HistoryStream.Line> lines = history();
    int half = lines.size() / 2;
    try (WatchTrial watch = new WatchTrial(folder)) {
      WatchTrial.append(folder, lines.subList(0, half));
      watch.await(() -> !WatchTrial.found(found).isEmpty());
      WatchTrial.append(folder, lines.subList(half, lines.size()));
      watch.await(() -> codes().size() == 14);
      watch.await(() -> watch.get("/metrics").contains(TOTAL));
    }
    List<String> written = WatchTrial.subjects(found);
    try (WatchTrial again = new WatchTrial(folder)) {
      again.await(() -> again.get("/metrics").contains("leasehold_audit_round_duration_seconds"));
      assertThat(again.get("/metrics"))
          .contains(
              TOTAL, "leasehold_audit_standing_findings{code=\"LA04\",severity=\"error\"} 1.0");
    }
    assertThat(WatchTrial.subjects(found)).isEqualTo(written).doesNotHaveDuplicates();
    JsonNode last = WatchTrial.found(found).get(0);
    assertThat(last.path("id").asText()).matches("[0-9a-f-]{36}");
    assertThat(Instant.parse(last.path("found_at").asText())).isBefore(Instant.now());
    assertThat(WatchTrial.number(folder, RESPONSES)).isEqualTo(responses(lines));
  }

  @Test
  void readsOnWhatIsRenamedCopiedTruncatedOrPacked() throws Exception {
    List<String> lines =
        history().stream()
            .filter(line -> line.log().equals("audit.log"))
            .map(HistoryStream.Line::text)
            .toList();
    Path log = folder.resolve("audit.log");
    int part = lines.size() / 8;
    RotatedLog rotated = new RotatedLog(log, lines, part);
    try (WatchTrial watch = new WatchTrial(folder)) {
      rotated.append();
      watch.await(() -> read(watch) == part);
      rotated.append();
      rotated.rename();
      rotated.append();
      watch.await(() -> read(watch) == 3L * part);
      rotated.append();
      rotated.copyAndTruncate();
      rotated.append();
      watch.await(() -> read(watch) == 5L * part);
      rotated.rename();
      rotated.pack();
      rotated.append();
      watch.await(() -> read(watch) == 6L * part);
    }
    rotated.append();
    rotated.rename();
    rotated.pack();
    rotated.appendRest();
    try (WatchTrial again = new WatchTrial(folder)) {
      again.await(() -> read(again) == lines.size() - 6L * part);
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_vault_request"))
        .isEqualTo(lines.stream().filter(line -> line.endsWith("\"request\"}")).count());
    assertThat(WatchTrial.number(folder, RESPONSES))
        .isEqualTo(lines.stream().filter(line -> line.endsWith("\"response\"}")).count());
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM watch_problem")).isZero();
  }

  @Test
  void waitsForTheEndOfALineAndOfARecord() throws Exception {
    List<HistoryStream.Line> lines = history();
    String entry = lines.get(0).text();
    String record =
        "2026-11-18 12:00:00.000 UTC,\"a\",\"app\",7,\"10.0.0.1:5000\",6a.7,1,\"idle\","
            + "2026-11-18 12:00:00 UTC,9/2,0,LOG,00000,\"two\nlines\",,,,,,,,,\"\","
            + "\"client backend\",,0\n";
    Path csv = folder.resolve("postgresql.json");
    try (WatchTrial watch = new WatchTrial(folder)) {
      WatchTrial.append(folder.resolve("audit.log"), entry.substring(0, 200));
      WatchTrial.append(csv, record.substring(0, record.indexOf("lines")));
      watch.await(() -> Files.exists(folder.resolve("state/watch.db")));
    }
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> watch.get("/metrics").contains("leasehold_audit_round_duration_seconds"));
      assertThat(read(watch)).isZero();
      WatchTrial.append(folder.resolve("audit.log"), entry.substring(200) + "\n");
      WatchTrial.append(csv, record.substring(record.indexOf("lines")));
      watch.await(
          () ->
              read(watch) == 1
                  && watch.get("/metrics").contains("postgresql\",result=\"read\"} 2.0"));
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM source_session_line")).isEqualTo(1);
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM watch_problem")).isZero();
  }

  @Test
  void forgetsWhatIsOldAndWhatSaysNothingMore() throws Exception {
    List<HistoryStream.Line> lines = history();
    WatchTrial.append(folder, lines);
    WatchSettings settings =
        WatchTrial.settings(folder, Duration.ofHours(2), WatchTrial.inputs(folder), null);
    try (WatchTrial watch = new WatchTrial(settings, InputStream.nullInputStream())) {
      watch.await(() -> watch.get("/metrics").contains("leasehold_audit_round_duration_seconds"));
    }
    long newest = lines.get(lines.size() - 1).at();
    long cut = newest - Duration.ofHours(2).toMillis();
    assertThat(WatchTrial.number(folder, "SELECT min(happened_at) FROM source_vault_response"))
        .isGreaterThanOrEqualTo(cut);
    assertThat(WatchTrial.number(folder, "SELECT min(happened_at) FROM source_session_line"))
        .isGreaterThanOrEqualTo(cut);
    assertThat(WatchTrial.number(folder, RESPONSES)).isGreaterThan(10);
  }

  @Test
  void readsStandardInputAndEndsWithIt() throws Exception {
    List<HistoryStream.Line> lines = history();
    PipedInputStream in = new PipedInputStream(1 << 16);
    List<FollowedInput> inputs = WatchTrial.inputs(folder);
    WatchSettings settings =
        WatchTrial.settings(
            folder, Duration.ofDays(2), inputs.subList(1, inputs.size()), LogKind.VAULT_AUDIT);
    try (OutputStream pipe = new PipedOutputStream(in);
        WatchTrial watch = new WatchTrial(settings, in)) {
      for (HistoryStream.Line line : lines) {
        if (line.log().equals("audit.log")) {
          pipe.write((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
      pipe.close();
      long all = lines.stream().filter(line -> line.log().equals("audit.log")).count();
      watch.await(() -> codes().contains("LA10") && read(watch) == all);
    }
    assertThat(WatchTrial.number(folder, RESPONSES)).isEqualTo(responses(lines));
  }

  @Test
  void keepsFindingsThatCannotBeWrittenNow() throws Exception {
    Files.createDirectory(found);
    WatchTrial.append(folder, history());
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> !watch.messages.isEmpty());
      watch.await(() -> watch.get("/readyz").contains(": findings cannot be written"));
      Files.delete(found);
      watch.await(() -> codes().size() == 14);
      watch.await(() -> watch.get("/readyz").contains("audit: ready"));
      assertThat(watch.messages).hasSize(1);
    }
    assertThat(WatchTrial.subjects(found)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void knowsWhatTellsFindingsOfEachCodeApart(FindingCode code) {
    assertThat(SqlScript.load("watch/found").statements().get(0))
        .contains("WHEN '" + code + "' THEN");
  }

  private List<HistoryStream.Line> history() throws Exception {
    List<HistoryStream.Line> lines = HistoryStream.write(folder, 12, 1);
    Files.setLastModifiedTime(folder.resolve("pods.json"), FileTime.fromMillis(0));
    return lines;
  }

  private static long responses(List<HistoryStream.Line> lines) {
    return lines.stream().filter(line -> line.text().endsWith("\"response\"}")).count();
  }

  private Set<String> codes() throws Exception {
    Set<String> codes = new HashSet<>();
    WatchTrial.found(found).forEach(each -> codes.add(each.path("code").asText()));
    return codes;
  }

  /** Returns how many lines of the audit log the service has read since its start. */
  private static long read(WatchTrial watch) throws Exception {
    return watch
        .get("/metrics")
        .lines()
        .filter(
            line ->
                line.startsWith(
                    "leasehold_audit_lines_total{source=\"vault_audit\",result=\"read\"}"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
