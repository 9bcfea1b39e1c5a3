// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.RowWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much at once, readers that do not read, and clocks that are set back. */
class WatchBoundsTest {

  private static final long SECOND = 1000;
  private static final FindingText SECOND_ONE =
      new FindingText("2", FindingCode.LA02, "{\"id\":\"2\"}");

  private final Path folder;
  private final Path found;

  WatchBoundsTest(@TempDir Path folder) {
    this.folder = folder;
    this.found = folder.resolve("found.json");
  }

  /**
   * More findings than a join writes out, of one client that is denied; and a finding of another
   * code.
   */
  @Test
  void manyFindingsAreAllWrittenAndKeepNoOtherBack() throws Exception {
    int most = FindingStore.MOST;
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < most * 2; i++) {
      log.append(entry(i, "name" + i, "10.0.0.7", "permission denied"));
    }
    log.append(entry(most * 2, "later", "10.0.0.7", ""));
    log.append(entry(most * 2 + 1, "later", "10.0.0.8", ""));
    WatchTrial.append(folder.resolve("audit.log"), log.toString());
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> codes().stream().filter("LA09"::equals).count() >= most * 2);
    }
    assertThat(codes().indexOf("LA10")).isBetween(0, most);
    assertThat(WatchTrial.found(found).stream().map(each -> each.path("id").asText()))
        .doesNotHaveDuplicates();
  }

  /** A third address is no new finding, and another token of the same name is a new finding. */
  @Test
  void eachTokenIsOneFindingWhateverItsAddresses() throws Exception {
    Path log = folder.resolve("audit.log");
    WatchTrial.append(log, entry(1, "orders", "10.0.0.1", "") + entry(2, "orders", "10.0.0.2", ""));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> codes().contains("LA10"));
      WatchTrial.append(log, entry(3, "orders", "10.0.0.3", "") + entry(9, "late", "10.0.0.9", ""));
      watch.await(() -> Files.readString(found).contains("by late"));
      assertThat(codes().stream().filter("LA10"::equals)).hasSize(1);
      String other = entry(4, "orders", "10.0.0.1", "") + entry(5, "orders", "10.0.0.3", "");
      WatchTrial.append(log, other.replace("t-orders", "t-other"));
      watch.await(() -> codes().stream().filter("LA10"::equals).count() == 2);
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM watch_finding WHERE code = 'LA10'"))
        .isEqualTo(2);
  }

  private static String entry(int number, String name, String address, String error) {
    Instant at = Instant.parse("2026-11-28T14:21:25Z").plusSeconds(number);
    return ("{\"auth\":{\"accessor\":\"t-%2$s\",\"display_name\":\"%2$s\"},\"error\":\"%4$s\",\"request\":{"
            + "\"id\":\"%1$d\",\"operation\":\"read\",\"path\":\"database/creds/a\",\"remote_address\":\"%3$s\"},"
            + "\"response\":{\"secret\":{\"lease_id\":\"database/creds/a/%1$d\"}},\"time\":\"%5$s\",\"type\":\"response\"}\n")
        .formatted(number, name, address, error, at);
  }

  private List<String> codes() throws IOException {
    return WatchTrial.found(found).stream().map(each -> each.path("code").asText()).toList();
  }

  /** The service that ran before had a clock that was ahead by years. */
  @Test
  void writesWhatWasFoundInTheFuture() throws Exception {
    Path log = folder.resolve("audit.log");
    Files.createDirectory(found); // Nothing can be written.
    WatchTrial.append(log, entry(1, "orders", "10.0.0.1", ""));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> !watch.messages.isEmpty());
    }
    Path state = folder.resolve("state");
    try (StoredTables stored = StoredTables.open(state, state.resolve("spill"), "100MB");
        Statement statement = stored.connection().createStatement()) {
      statement.execute(
          "UPDATE watch_finding SET text = NULL, first_found_at = 4000000000000, last_found_at = 4000000000000");
    }
    Files.delete(found);
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> codes().contains("LA09"));
    }
  }

  @Test
  void theClockGoesOnWhereItIsSetBack() {
    AtomicReference<Instant> told = new AtomicReference<>(Instant.ofEpochSecond(1000));
    AtomicLong nanos = new AtomicLong();
    ForwardClock clock = new ForwardClock(told::get, nanos::get);
    told.set(Instant.ofEpochSecond(10));
    nanos.addAndGet(3_000_000_000L);
    assertThat(clock.millis()).isEqualTo(1003 * SECOND);
    told.set(Instant.ofEpochSecond(2000));
    assertThat(clock.millis()).isEqualTo(2000 * SECOND);
  }

  @Test
  void readsAListThatIsOfTheFuture() throws Exception {
    Files.writeString(
        folder.resolve("pods.json"),
        "{\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"orders\",\"uid\":\"1\"}}");
    Files.setLastModifiedTime(
        folder.resolve("pods.json"), FileTime.from(Instant.now().plus(Duration.ofDays(1))));
    WatchTrial.append(folder.resolve("audit.log"), entry(1, "orders", "10.0.0.1", ""));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(
          () ->
              watch
                  .get("/metrics")
                  .contains(
                      "leasehold_audit_lines_total{source=\"kubernetes\",result=\"read\"} 1.0"));
    }
  }

  /** The first finding is longer than the system's buffer of a pipe. */
  @Test
  void aReaderThatDoesNotReadHoldsUpNobodyAndGetsEachFindingOnce() throws Exception {
    Pipe pipe = Pipe.open();
    FindingText longOne = new FindingText("1", FindingCode.LA01, "1".repeat(1 << 20));
    try (OutputStream out = Channels.newOutputStream(pipe.sink());
        BufferedReader reader =
            new BufferedReader(Channels.newReader(pipe.source(), StandardCharsets.US_ASCII))) {
      StreamSink sink = new StreamSink(out, Duration.ofMillis(1));
      assertThatThrownBy(() -> sink.write(List.of(longOne)))
          .isInstanceOf(IOException.class)
          .hasMessage("nobody reads standard output");
      assertThatThrownBy(() -> sink.write(List.of(longOne, SECOND_ONE)))
          .hasMessage("nobody reads standard output");
      CompletableFuture<List<String>> lines =
          CompletableFuture.supplyAsync(() -> reader.lines().limit(2).toList());
      while (!isWritten(sink, List.of(longOne, SECOND_ONE)) && !lines.isDone()) {
        Thread.onSpinWait();
      }
      assertThat(lines.get(1, TimeUnit.MINUTES)).containsExactly(longOne.text(), SECOND_ONE.text());
    }
  }

  private static boolean isWritten(StreamSink sink, List<FindingText> findings) {
    try {
      sink.write(findings);
      return true;
    } catch (IOException e) {
      assertThat(e).hasMessage("nobody reads standard output");
      return false;
    }
  }

  /** Nobody reads the pipe, as a join is under way; a queue of 4 MiB was full here. */
  @Test
  void theWriterOfAPipeDoesNotWait() throws Exception {
    Pipe piped = Pipe.open();
    InputStream in = Channels.newInputStream(piped.source());
    CountingTables tables = new CountingTables();
    byte[] line = (entry(1, "orders", "10.0.0.1", "")).getBytes(StandardCharsets.UTF_8);
    int lines = (16 << 20) / line.length;
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB");
        PipedLog pipe =
            new PipedLog(
                in,
                LogKind.VAULT_AUDIT,
                tables,
                new BatchTables(stored, new WatchCounts(InstantSource.system())),
                folder.resolve("input"))) {
      pipe.start();
      CompletableFuture.runAsync(() -> write(line, lines, piped)).get(1, TimeUnit.MINUTES);
      assertThat(folder.resolve("input")).doesNotExist();
      while (!pipe.isOver()) {
        pipe.pass();
      }
      assertThat(tables.lines).isEqualTo(lines);
    }
  }

  private static void write(byte[] line, int lines, Pipe to) {
    try (OutputStream out = Channels.newOutputStream(to.sink())) {
      for (int i = 0; i < lines; i++) {
        out.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A packed file is unpacked once. A file that has been opened is read on, also when its name is
   * gone.
   */
  @Test
  void aPackedFileIsReadOnWhereItIs() throws Exception {
    Path file = folder.resolve("audit.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 20_000; i++) {
        out.write((i + " of many lines\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    FollowedInput.Listed listed = new FollowedInput(LogKind.VAULT_AUDIT, file).files().get(0);
    CountingTables tables = new CountingTables();
    byte[] buffer = new byte[1 << 12];
    try (FileFollower follower =
        new FileFollower(
            LogKind.VAULT_AUDIT, listed, tables, tables, LogPosition.BEGIN, new FileHead(0, ""))) {
      assertThat(follower.read(listed, buffer, 1 << 14, 0)).isTrue();
      Files.delete(file);
      boolean hasMore = true;
      while (hasMore) {
        hasMore = follower.read(listed, buffer, 1 << 14, 0);
      }
      assertThat(tables.lines).isEqualTo(20_000);
      assertThat(follower.hasRest()).isFalse();
    }
  }

  /**
   * The stream that unpacks a file has buffers, and a folder may have any number of packed files.
   */
  @Test
  void onePackedFileOfAFolderIsOpenAtATime() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    for (String name : List.of("audit.log.2.gz", "audit.log.1.gz")) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(logs.resolve(name)))) {
        for (int i = 0; i < 2000; i++) {
          out.write(entry(i, name, "10.0.0.7", "").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    InstantSource clock = InstantSource.system();
    try (StoredTables stored = StoredTables.open(folder, folder.resolve("spill"), "100MB")) {
      BatchTables tables = new BatchTables(stored, new WatchCounts(clock));
      PositionStore positions = PositionStore.load(stored);
      LogFollower follower =
          new LogFollower(
              List.of(new FollowedInput(LogKind.VAULT_AUDIT, logs)),
              tables,
              positions,
              new LogReaders(tables, positions, FingerprintKey.random(), null),
              clock,
              1 << 18);
      String files = "SELECT count(DISTINCT file_key) FROM watch_position";
      assertThat(follower.pass()).isTrue();
      assertThat(stored.number(files, 0)).isEqualTo(1);
      boolean hasMore = true;
      while (hasMore) {
        hasMore = follower.pass();
      }
      assertThat(stored.number(files, 0)).isEqualTo(2);
      assertThat(stored.number("SELECT count(*) FROM source_vault_response", 0)).isEqualTo(4000);
    }
  }

  /** An Event is shown by a terminal, and that of LA12 is not told to the thief. */
  @Test
  void anEventHasNoTextThatATerminalObeys() {
    String text =
        "{\"id\":\"1\",\"title\":\"t\",\"found_at\":\"2026-11-28T14:21:25Z\",\"pod\":\"shop/orders\","
            + "\"role\":\"a\\u001b[2Jb\",\"address\":\"c\\nd\",\"detail\":\"e\\u202ef\"}";
    assertThat(new FindingText("1", FindingCode.LA11, text).announced().message())
        .isEqualTo("t: e?f; role a?[2Jb; address c?d");
    assertThat(new FindingText("1", FindingCode.LA11, text).announced().pod())
        .isEqualTo("shop/orders");
    assertThat(new FindingText("1", FindingCode.LA12, text).announced().pod()).isNull();
  }

  @Test
  void passesOverAByteOrderMark() throws Exception {
    WatchTrial.append(folder.resolve("audit.log"), "\ufeff" + entry(1, "orders", "10.0.0.1", ""));
    try (WatchTrial watch = new WatchTrial(folder)) {
      watch.await(() -> codes().contains("LA09"));
    }
    assertThat(WatchTrial.number(folder, "SELECT count(*) FROM watch_problem")).isZero();
  }

  /** Counts lines, and keeps none. */
  private static final class CountingTables implements LogTables, LineReader {
    private int lines;

    @Override
    public void piece(byte[] bytes, int offset, int length) {}

    @Override
    public @Nullable LineProblem endOfLine() {
      lines++;
      return null;
    }

    @Override
    public RowWriter writer(String table) {
      return values -> {};
    }

    @Override
    public void problem(LogKind source, String input, LineProblem problem, long line) {}

    @Override
    public void read(LogKind source) {}
  }
}
