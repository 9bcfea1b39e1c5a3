// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.leasehold.config.LogLevel;
import dev.leasehold.lease.DaemonThreads;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

@Timeout(120)
class LogOutputTest {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-28T10:00:00.120000Z"), ZoneOffset.UTC);

  @Test
  void isWhatTheLoggersWriteTo() {
    assertThat(LoggerFactory.getLogger("leasehold")).isInstanceOf(StderrLogger.class);
  }

  @Test
  void writesTextWithTimeAndZone() {
    Clock elsewhere = CLOCK.withZone(ZoneId.of("Asia/Kolkata"));
    assertThat(new TextLogLines(CLOCK).format("leasehold", Level.WARN, "renewal failed", null))
        .isEqualTo("2026-11-28T10:00:00.120Z WARN leasehold - renewal failed");
    assertThat(new TextLogLines(elsewhere).format("leasehold", Level.INFO, "current", null))
        .isEqualTo("2026-11-28T15:30:00.120+05:30 INFO leasehold - current");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "renewal failed",
        "a \"quoted\" word",
        "two\nlines",
        "\u001b[31m",
        "\u2028é\ud83d\ude00"
      })
  void writesOneLineOfJsonInAscii(String message) throws IOException {
    String line = new JsonLines(CLOCK).format("leasehold", Level.WARN, message, null);
    assertThat(line).doesNotContain("\n").isPrintable().isASCII();
    assertThat(fields(line))
        .containsExactly(
            Map.entry("@timestamp", "2026-11-28T10:00:00.120Z"),
            Map.entry("log.level", "WARN"),
            Map.entry("message", message),
            Map.entry("ecs.version", "1.2.0"),
            Map.entry("log.logger", "leasehold"),
            Map.entry("process.thread.name", Thread.currentThread().getName()));
  }

  @Test
  void keepsAFaultAndItsStackTraceWithTheLine() throws IOException {
    Exception fault = new IOException("disk full");
    Map<String, String> fields =
        fields(new JsonLines(CLOCK).format("leasehold", Level.ERROR, "cannot write", fault));
    assertThat(fields)
        .containsEntry("error.type", "java.io.IOException")
        .containsEntry("error.message", "disk full");
    assertThat(fields.get("error.stack_trace"))
        .startsWith("java.io.IOException: disk full")
        .contains("keepsAFaultAndItsStackTraceWithTheLine");
    assertThat(
            new TextLogLines(CLOCK).format("leasehold", Level.ERROR, "cannot write", fault).lines())
        .startsWith(
            "2026-11-28T10:00:00.120Z ERROR leasehold - cannot write",
            "java.io.IOException: disk full");
  }

  /** An HTTP library writes its requests at DEBUG, and a request to Vault holds a token. */
  @Test
  void writesDebugOfItsOwnLoggerOnly() {
    LogOutput debug = output(new ByteArrayOutputStream(), LogLevel.DEBUG);
    assertThat(debug.writes("leasehold", Level.DEBUG)).isTrue();
    assertThat(debug.writes("leasehold", Level.TRACE)).isFalse();
    assertThat(debug.writes("org.example.http", Level.INFO)).isFalse();
    assertThat(debug.writes("org.example.http", Level.WARN)).isTrue();
    LogOutput error = output(new ByteArrayOutputStream(), LogLevel.ERROR);
    assertThat(error.writes("leasehold", Level.WARN)).isFalse();
    assertThat(error.writes("leasehold", Level.ERROR)).isTrue();
  }

  @Test
  void endsEachLine() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    LogOutput output = output(written, LogLevel.INFO);
    output.write("leasehold", Level.INFO, "first", null);
    output.write("leasehold", Level.INFO, "second", null);
    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{"));
  }

  @Test
  void saysInALineOfTheLogHowManyLinesWereDroppedAsNobodyReadThem() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Closeable ignored = errorsInto(written, read)) {
      for (int line = 0; line < 5_000; line++) {
        LoggerFactory.getLogger("leasehold").warn("line {}", line);
      }
      read.countDown();
      LogOutput.flush(BOUND);
    }
    assertThat(written.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4_097)
        .last()
        .asString()
        .matches("\\S+ WARN leasehold - lines dropped here, as nobody read standard error: 904");
  }

  @Test
  void waitsForAReaderThatWasGivenNoTimeBefore() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Closeable ignored = errorsInto(written, read)) {
      LogOutput.writeAnswer("a line");
      LogOutput.flush(Duration.ZERO);
      readOnceThisThreadWaits(read);
      LogOutput.flush(BOUND);
      assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("a line\n");
    }
  }

  private static void readOnceThisThreadWaits(CountDownLatch read) {
    Thread waiting = Thread.currentThread();
    Runnable reader =
        () -> {
          while (waiting.getState() != Thread.State.TIMED_WAITING && read.getCount() > 0) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
          }
          read.countDown();
        };
    DaemonThreads.daemon(reader, "test-reader").start();
  }

  /** The test's own bound ends a second wait. */
  @Test
  void waitsOnlyOnceWhereNobodyReadsUntilSomebodyDoes() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (Closeable ignored = errorsInto(written, read)) {
      LogOutput.writeAnswer("first");
      LogOutput.flush(LogOutput.SHORTEST_FLUSH);
      LogOutput.writeAnswer("second");
      LogOutput.flush(Duration.ofHours(1));
      assertThat(written.size()).isZero();
      read.countDown();
      while (written.size() < "first\nsecond\n".length()) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      }
      IntStream.range(0, 1_000).forEach(line -> LogOutput.writeAnswer("line " + line));
      LogOutput.flush(BOUND);
      assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(1_002);
    }
  }

  /** Has standard error lead there, where nobody reads it until then; until it is closed. */
  private static Closeable errorsInto(ByteArrayOutputStream written, CountDownLatch read) {
    PrintStream before = System.err;
    LogOutput.flush(BOUND);
    System.setErr(new PrintStream(pipe(read, written), true, StandardCharsets.UTF_8));
    return () -> {
      read.countDown();
      LogOutput.flush(BOUND);
      System.setErr(before);
    };
  }

  /** A pipe that nobody reads until then. */
  private static OutputStream pipe(CountDownLatch read, ByteArrayOutputStream written) {
    return new FilterOutputStream(written) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          read.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        written.write(bytes, offset, length);
      }
    };
  }

  private static LogOutput output(ByteArrayOutputStream written, LogLevel level) {
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    return new LogOutput(stream::println, new JsonLines(CLOCK), level);
  }

  private static Map<String, String> fields(String json) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        fields.put(name, parser.nextTextValue());
      }
      assertThat(parser.nextToken()).isNull();
    }
    return fields;
  }
}
