// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.RowWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows about the time for which pods are known, where a server ends a watch and renews it. */
class PodWatchTest {

  private static final long BEGIN = Instant.parse("2026-11-28T14:00:00Z").toEpochMilli();

  private final List<String> said = new ArrayList<>();
  private PodServer server;
  private PodWatch watch;
  private long now = BEGIN;

  @BeforeEach
  void begin() throws Exception {
    server = new PodServer("");
    watch = new PodWatch(server.cluster(), () -> Instant.ofEpochMilli(now));
    assertThat(watch.look()).isFalse();
    server.awaitAsked();
    server.answer();
    awaitWatch();
    write();
    assertThat(said).containsExactly("pods listed 0");
  }

  @AfterEach
  void end() {
    server.release();
    watch.close();
    server.close();
  }

  @Test
  void aBreakOfASecondEndsNoWatch() throws Exception {
    breakFor(Duration.ofSeconds(1));
    write();
    assertThat(said).containsExactly("pods listed 0", "pods watched 61000");
  }

  @Test
  void aBreakOfAMinuteEndsIt() throws Exception {
    breakFor(Duration.ofMinutes(1));
    write();
    assertThat(said).containsExactly("pods listed 0", "pods watched 60000", "pods listed 120000");
  }

  /** The watch has gone on for a minute before, so a list is due after it in any case. */
  private void breakFor(Duration time) throws Exception {
    now += Duration.ofMinutes(1).toMillis();
    assertThat(watch.look()).isTrue();
    server.endWatch();
    server.awaitAsked();
    assertThat(watch.isWatching()).isFalse();
    now += time.toMillis();
    assertThat(watch.look()).isFalse();
    server.answer();
    awaitWatch();
  }

  private void awaitWatch() {
    long begin = System.nanoTime();
    while (!watch.isWatching()) {
      assertThat(System.nanoTime() - begin).isLessThan(PodServer.BOUND);
      Thread.onSpinWait();
    }
  }

  private void write() throws Exception {
    assertThat(watch.look()).isTrue();
    watch.write(new Said(), 1);
  }

  /** Keeps the rows about the time for which pods are known. */
  private final class Said implements LogTables {

    @Override
    public RowWriter writer(String table) {
      return values -> {
        if ("source_pod_request".equals(table)) {
          said.add(values[1] + " " + ((long) values[0] - BEGIN));
        }
      };
    }

    @Override
    public void problem(LogKind source, String input, LineProblem problem, long line) {
      throw new AssertionError(input);
    }

    @Override
    public void read(LogKind source) {}
  }
}
