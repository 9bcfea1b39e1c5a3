// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.live.PodServer;
import dev.leasehold.audit.live.PodWatch;
import dev.leasehold.audit.source.FingerprintKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that lives longer than the retention, and that nothing happens to. */
class LivingPodTest {

  private static final long BEGIN = Instant.parse("2026-11-28T14:00:00Z").toEpochMilli();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long RETENTION = PodWatch.SHORTEST_RETENTION.toMillis();
  private static final long BOUND = Duration.ofSeconds(60).toNanos();

  private static final String POD =
      "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"orders\",\"uid\":\"u\","
          + "\"resourceVersion\":\"1\"},\"spec\":{\"serviceAccountName\":\"orders\",\"containers\":[]},"
          + "\"status\":{\"podIP\":\"10.0.0.7\",\"startTime\":\"2026-11-28T13:00:00Z\"}}";

  private final Path folder;
  private long now = BEGIN;

  LivingPodTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void isKnownForAsLongAsItLives() throws Exception {
    InstantSource clock = () -> Instant.ofEpochMilli(now);
    try (PodServer server = new PodServer(POD);
        StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB");
        LiveRows rows = rows(stored, new PodWatch(server.cluster(), clock), clock)) {
      rows.pass();
      server.awaitAsked();
      server.answer();
      awaitPod(rows, stored);
      for (int i = 0; i < 6; i++) {
        now += MINUTE;
        rows.pass();
        forget(stored);
        assertThat(stored.number("SELECT count(DISTINCT uid) FROM source_pod", 0)).isEqualTo(1);
      }
      assertThat(now - BEGIN).isGreaterThan(2 * RETENTION);
      assertThat(stored.number("SELECT min(started_at) FROM source_pod", 0))
          .isEqualTo(BEGIN - 60 * MINUTE);
      server.release();
    }
  }

  private static LiveRows rows(StoredTables stored, PodWatch watch, InstantSource clock)
      throws Exception {
    BatchTables tables = new BatchTables(stored, new WatchCounts(clock));
    PositionStore positions = PositionStore.load(stored);
    return new LiveRows(watch, null, stored, tables, positions, FingerprintKey.random(), clock);
  }

  private static void awaitPod(LiveRows rows, StoredTables stored) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    long begin = System.nanoTime();
    while (stored.number("SELECT count(*) FROM source_pod", 0) == 0) {
      assertThat(System.nanoTime() - begin).isLessThan(BOUND);
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
      rows.pass();
    }
  }

  /** As the service does, once a minute. */
  private void forget(StoredTables stored) throws Exception {
    stored.set("now", now);
    stored.set("retention", RETENTION);
    stored.set("cut", now - RETENTION);
    stored.set("settled", now);
    stored.run("watch/forget");
  }
}
