// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that hang, as an open on a dead mount does. */
@Timeout(120)
class FileThreadsTest {

  private static final Duration BOUND = Duration.ofMillis(100);

  private final FileThreads threads = new FileThreads(BOUND);
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();

  @Test
  void leavesACallThatHangsAndStartsNoThreadForEachTry() {
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThatThrownBy(() -> threads.call(this::hang)).isInstanceOf(TimeoutException.class);
    }
    assertThat(hanging).hasValueLessThan(4);
    released.countDown();
  }

  @Test
  void goesOnWhenWhatHungHasReturned() throws Exception {
    assertThatThrownBy(() -> threads.call(this::hang)).isInstanceOf(TimeoutException.class);
    released.countDown();
    @Nullable String read = null;
    while (read == null) {
      read = tried();
    }
    assertThat(read).isEqualTo("read");
  }

  @Test
  void triesAgainThoughWhatHungNeverReturns() throws Exception {
    assertThatThrownBy(() -> threads.call(this::hang)).isInstanceOf(TimeoutException.class);
    @Nullable String read = null;
    while (read == null) {
      read = tried();
    }
    assertThat(read).isEqualTo("read");
    released.countDown();
  }

  /** A mount may be replaced under calls that hang for ever, however long it was away. */
  @Test
  void waitsNoLongerThanElevenMinutesForTheNextTry() {
    FileThreads ofFiles = new FileThreads(Duration.ofSeconds(5));
    assertThat(ofFiles.pauseAfter(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(ofFiles.pauseAfter(2)).isEqualTo(Duration.ofSeconds(20));
    assertThat(ofFiles.pauseAfter(1_000)).isLessThan(Duration.ofMinutes(11));
  }

  @Test
  void passesOnWhatWasThrown() {
    assertThatThrownBy(
            () ->
                threads.call(
                    () -> {
                      throw new UnfitFileException("is bad");
                    }))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("is bad");
  }

  /** The open of a pipe that nobody writes to is a real call that hangs. */
  @Test
  void saysThatAFileHangs(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> BoundedFile.within(() -> Files.readString(pipe), threads))
        .isInstanceOf(UnfitFileException.class)
        .hasMessage(
            "could not be read within 5 s; check the volume that it is on, which seems to hang");
    Files.writeString(pipe, "released");
  }

  private @Nullable String tried() throws ExecutionException {
    try {
      return threads.call(() -> "read");
    } catch (TimeoutException | InterruptedException notYet) {
      return null;
    }
  }

  private String hang() throws InterruptedException {
    hanging.incrementAndGet();
    released.await();
    return "late";
  }
}
