// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.PodRows;
import dev.leasehold.audit.source.PodState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows that are kept of the times at which the pods of a cluster were known. */
class PodRowsBoundTest {

  private static final long BEGIN = Instant.parse("2026-11-28T14:00:00Z").toEpochMilli();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long RETENTION = Duration.ofDays(1).toMillis();
  private static final String PODS = " FROM source_pod";
  private static final String ROWS = " FROM source_pod_request";

  private final Path folder;
  private StoredTables stored;
  private BatchTables tables;

  PodRowsBoundTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void open() throws Exception {
    stored = StoredTables.open(folder, folder.resolve("spill"), "100MB");
    tables = new BatchTables(stored, new WatchCounts(InstantSource.system()));
  }

  @AfterEach
  void close() throws Exception {
    stored.close();
  }

  @Test
  void aWatchIsItsFirstAndItsLastRowHoweverLongItLasts() throws Exception {
    write(1, rows -> rows.areAll(BEGIN));
    for (int i = 2; i < 100; i++) {
      long at = BEGIN + i * MINUTE;
      write(i, rows -> rows.areWatched(at));
    }
    forget(BEGIN + 90 * MINUTE);
    assertThat(number("SELECT count(*)" + ROWS)).isEqualTo(2);
    assertThat(number("SELECT min(happened_at)" + ROWS)).isEqualTo(BEGIN);
    assertThat(number("SELECT max(happened_at)" + ROWS)).isEqualTo(BEGIN + 99 * MINUTE);
  }

  /** Else a list of the cluster would pass for a saved list, which has all pods of its time. */
  @Test
  void aRowThatPodsAreOfIsKept() throws Exception {
    write(1, rows -> rows.areAll(BEGIN));
    write(
        2,
        rows -> {
          rows.add(pod().gone(BEGIN + 2 * MINUTE));
          rows.areWatched(BEGIN + 2 * MINUTE);
        });
    write(3, rows -> rows.areWatched(BEGIN + 3 * MINUTE));
    write(4, rows -> rows.areWatched(BEGIN + 4 * MINUTE));
    forget(BEGIN + 10 * MINUTE);
    assertThat(number("SELECT count(*)" + ROWS)).isEqualTo(3);
    assertThat(number("SELECT count(*)" + ROWS + " WHERE snapshot = 2")).isEqualTo(1);
  }

  @Test
  void aWatchThatEndedLongAgoIsForgotten() throws Exception {
    write(1, rows -> rows.areAll(BEGIN));
    write(2, rows -> rows.areWatched(BEGIN + MINUTE));
    write(3, rows -> rows.areAll(BEGIN + 60 * MINUTE));
    write(4, rows -> rows.areWatched(BEGIN + 61 * MINUTE));
    forget(BEGIN + 30 * MINUTE);
    forget(BEGIN + 30 * MINUTE);
    assertThat(number("SELECT min(happened_at)" + ROWS)).isEqualTo(BEGIN + 60 * MINUTE);
    assertThat(number("SELECT count(*)" + ROWS)).isEqualTo(2);
  }

  /** A pod keeps its UID where its node is started anew, and gets another address. */
  @Test
  void aPodKeepsAnAddressForTheRetentionAfterItWasLastShown() throws Exception {
    write(1, rows -> rows.add(pod()));
    write(2, rows -> rows.add(pod("10.0.0.7", "fd00::7")));
    write(3, rows -> rows.add(pod("10.0.0.7", "fd00::7")));
    write(4, rows -> rows.add(pod("10.0.0.9")));
    forget(BEGIN);
    assertThat(number("SELECT count(*)" + PODS)).isEqualTo(3);
    assertThat(number("SELECT count(DISTINCT address)" + PODS)).isEqualTo(3);
    forget(BEGIN + 3 * MINUTE + RETENTION);
    assertThat(number("SELECT count(*)" + PODS)).isEqualTo(3);
    forget(BEGIN + 3 * MINUTE + RETENTION + 1);
    assertThat(number("SELECT count(*)" + PODS)).isEqualTo(1);
    write(5, rows -> rows.add(pod("10.0.0.9").gone(BEGIN)));
    forget(BEGIN + 61 * MINUTE);
    assertThat(number("SELECT count(*)" + PODS)).isZero();
  }

  private static PodState pod(String... addresses) {
    String list = "{\"ip\":\"" + String.join("\"},{\"ip\":\"", addresses) + "\"}";
    return PodState.parse(
        "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"a\",\"uid\":\"u\"},\"status\":{\"podIP\":\""
            + addresses[0]
            + "\",\"podIPs\":["
            + list
            + "]}}");
  }

  private static PodState pod() {
    return PodState.parse("{\"metadata\":{\"namespace\":\"shop\",\"name\":\"a\",\"uid\":\"u\"}}");
  }

  @FunctionalInterface
  private interface Writing {
    void write(PodRows rows) throws Exception;
  }

  private void write(long snapshot, Writing writing) throws Exception {
    tables.begin();
    tables.writer("watch_snapshot").row(snapshot, BEGIN + snapshot * MINUTE);
    writing.write(new PodRows(tables, snapshot));
    tables.commit();
  }

  private void forget(long cut) throws Exception {
    stored.set("cut", cut);
    stored.set("settled", cut);
    stored.set("now", cut);
    stored.set("retention", RETENTION);
    stored.run("watch/forget");
  }

  private long number(String query) throws Exception {
    return stored.number(query, -1);
  }
}
