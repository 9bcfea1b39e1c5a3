// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.watch.FindingStore.Written;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of findings that were written out, over restarts and long after they were found. */
class WrittenFindingsTest {

  private static final String SINCE =
      "leasehold_audit_since_finding_seconds{code=\"LA09\",severity=\"error\"} ";
  private static final String JOINED = "leasehold_audit_round_duration_seconds";

  /** The alert is on below it. */
  private static final double ALERT = 900;

  private static final Duration DAY = Duration.ofDays(1);
  private static final String WRITTEN_OUT =
      "SELECT count(*) FROM watch_finding WHERE acknowledged_at <= epoch_ms(now())";

  private final Path folder;
  private final Path found;

  WrittenFindingsTest(@TempDir Path folder) {
    this.folder = folder;
    this.found = folder.resolve("found.json");
  }

  /** As where a volume was full, and the process started again when it had been enlarged. */
  @Test
  void saysWhenAFindingWasWrittenThatWasDueBeforeTheProcess() throws Exception {
    Files.createDirectory(found);
    WatchTrial.append(
        folder.resolve("audit.log"),
        "{\"auth\":{\"display_name\":\"root\"},\"error\":\"permission denied\",\"request\":{\"id\":\"a\","
            + "\"operation\":\"read\",\"path\":\"database/creds/a\",\"remote_address\":\"10.0.0.7\"},"
            + "\"time\":\"2026-11-28T14:21:25Z\",\"type\":\"response\"}\n");
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> !watch.messages.isEmpty());
      assertThat(since(watch)).isNaN();
    }
    Files.delete(found);
    try (WatchTrial again = new WatchTrial(folder)) {
      again.await(() -> again.get("/metrics").contains(JOINED));
      assertThat(since(again)).isBetween(0.0, ALERT);
    }
  }

  /** The first round may wait until a long log has been read. */
  @Test
  void saysItBeforeTheFirstRound() {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(70_000));
    WatchMetrics metrics =
        new WatchMetrics(clock, new WatchCounts(clock), "1", EnumSet.of(LogKind.VAULT_AUDIT));
    metrics.written(Map.of(FindingCode.LA09, new Written(3, 0, 10_000)));
    assertThat(metrics.collect())
        .filteredOn(sample -> sample.labels().contains("LA09"))
        .extracting(Sample::metric, Sample::value)
        .containsExactly(
            tuple(MetricName.AUDIT_FINDINGS, 3.0), tuple(MetricName.AUDIT_SINCE_FINDING, 60.0));
  }

  /** It was not found any more when it could be written, for as long as findings are kept. */
  @Test
  void remembersAFindingFromTheTimeOnAtWhichItWasWritten() throws Exception {
    keep(Instant.now().minus(DAY), "NULL");
    try (WatchTrial watch = watch(DAY.dividedBy(2))) {
      watch.await(() -> watch.get("/metrics").contains(JOINED));
      assertThat(since(watch)).isBetween(0.0, ALERT);
    }
    assertThat(WatchTrial.number(folder, WRITTEN_OUT)).isEqualTo(1);
  }

  @Test
  void forgetsAFindingThatWasWrittenLongAgo() throws Exception {
    Instant dayBefore = Instant.now().minus(DAY);
    keep(dayBefore, Long.toString(dayBefore.toEpochMilli()));
    try (WatchTrial watch = watch(DAY.dividedBy(2))) {
      watch.await(() -> watch.get("/metrics").contains(JOINED));
      assertThat(since(watch)).isNaN();
    }
    assertThat(WatchTrial.number(folder, "SELECT findings FROM watch_forgotten")).isEqualTo(1);
  }

  /** The alert would stay until the clock shows that time again. */
  @Test
  void correctsATimeThatIsAheadOfTheClock() throws Exception {
    keep(Instant.now(), Long.toString(Instant.now().plus(DAY).toEpochMilli()));
    try (WatchTrial watch = watch(DAY)) {
      watch.await(() -> watch.get("/metrics").contains(JOINED));
    }
    assertThat(WatchTrial.number(folder, WRITTEN_OUT)).isEqualTo(1);
  }

  private WatchTrial watch(Duration retention) throws Exception {
    WatchSettings settings =
        WatchTrial.settings(folder, retention, WatchTrial.inputs(folder), null);
    return new WatchTrial(settings, InputStream.nullInputStream());
  }

  /** Puts a finding into the state as an earlier process has left it. */
  private void keep(Instant at, String acknowledgedAt) throws Exception {
    Path state = Files.createDirectories(folder.resolve("state"));
    long millis = at.toEpochMilli();
    try (StoredTables stored = StoredTables.open(state, state.resolve("spill"), "100MB");
        Statement statement = stored.connection().createStatement()) {
      statement.execute(
          "INSERT INTO watch_finding VALUES ('LA09', 'x', '1', %d, %d, '{}', %s, %d)"
              .formatted(millis, millis, acknowledgedAt, millis));
    }
  }

  /** Returns the time since a finding of LA09 was written. */
  private static double since(WatchTrial watch) throws Exception {
    return watch
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(SINCE))
        .mapToDouble(line -> Double.parseDouble(line.substring(SINCE.length())))
        .findFirst()
        .orElseThrow();
  }
}
