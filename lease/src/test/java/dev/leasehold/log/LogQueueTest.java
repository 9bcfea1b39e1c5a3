// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogQueueTest {

  private static final Duration BOUND = Duration.ofSeconds(30);

  /** A pipe that nobody reads until it is opened. */
  private static final class Pipe extends OutputStream {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      begun.countDown();
      try {
        read.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      written.write(bytes, offset, length);
    }
  }

  private final Pipe pipe = new Pipe();
  private final LogQueue queue =
      LogQueue.before(
          new PrintStream(pipe, true, StandardCharsets.UTF_8)::println, note -> "WARN " + note);

  @Test
  void writesEveryLineInOrder() {
    pipe.read.countDown();
    List<String> all =
        IntStream.range(0, 3 * LogQueue.ROOM / 4).mapToObj(i -> "line " + i).toList();
    all.forEach(queue);
    assertThat(queue.flush(BOUND)).isTrue();
    assertThat(lines()).isEqualTo(all);
  }

  @Test
  void neverWaitsForWhoDoesNotReadAndCountsWhatIsDropped() throws InterruptedException {
    queue.accept("first");
    pipe.begun.await(); // The thread is stuck in the pipe by now, with its line still in its place.
    List<String> kept = new ArrayList<>(List.of("first"));
    for (int i = 1; i < LogQueue.ROOM; i++) {
      kept.add("line " + i);
    }
    kept.subList(1, kept.size()).forEach(queue);
    for (int i = 0; i < 17; i++) {
      queue.accept("dropped");
    }
    assertThat(queue.flush(Duration.ofMillis(1))).isFalse();

    pipe.read.countDown();
    assertThat(queue.flush(BOUND)).isTrue();
    queue.accept("after");
    assertThat(queue.flush(BOUND)).isTrue();
    List<String> lines = lines();
    assertThat(lines.subList(0, LogQueue.ROOM)).isEqualTo(kept);
    assertThat(lines.subList(LogQueue.ROOM, lines.size())).hasSize(2).last().isEqualTo("after");
    assertThat(lines.get(LogQueue.ROOM)).startsWith("WARN lines dropped here").endsWith(": 17");
  }

  @Test
  void goesOnAfterAStreamOrItsMemoryFailed() {
    AtomicBoolean fails = new AtomicBoolean(true);
    pipe.read.countDown();
    PrintStream failing =
        new PrintStream(pipe, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            if (fails.getAndSet(false)) {
              throw new OutOfMemoryError("as in a full heap");
            }
            super.println(line);
          }
        };
    LogQueue other = LogQueue.before(failing::println, note -> note);
    other.accept("lost");
    other.accept("kept");
    assertThat(other.flush(BOUND)).isTrue();
    assertThat(lines()).contains("kept").doesNotContain("lost").hasSize(2);
    assertThat(lines())
        .anyMatch(line -> line.endsWith("lines dropped here, as nobody read standard error: 1"));
  }

  private List<String> lines() {
    return pipe.written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
