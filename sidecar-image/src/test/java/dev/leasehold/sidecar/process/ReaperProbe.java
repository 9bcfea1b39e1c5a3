// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** As process 1, starts programs that leave orphans behind, and reaps all the while. */
public final class ReaperProbe {

  private static final int PROGRAMS = 200;
  private static final int AT_ONCE = 8;
  private static final int STATUS = 7;
  private static final long PAUSE_NANOS = 50_000;
  private static final long BOUND_SECONDS = 60;

  private ReaperProbe() {}

  /** Prints how many programs ended with their status, and how many processes are left. */
  public static void main(String[] arguments) throws Exception {
    ChildProcesses children = new ChildProcesses();
    WaitFunction wait = new WaitFunction();
    AtomicBoolean over = new AtomicBoolean();
    Thread reaper =
        new Thread(
            () -> {
              while (!over.get()) {
                int ignored = children.reap(wait);
                LockSupport.parkNanos(PAUSE_NANOS); // Others are to get in.
              }
            });
    reaper.start();
    int right = 0;
    Queue<Process> running = new ArrayDeque<>();
    for (int started = 0; started < PROGRAMS || !running.isEmpty(); ) {
      if (started < PROGRAMS && running.size() < AT_ONCE) {
        running.add(
            children.note(
                new ProcessBuilder("sh", "-c", "sleep 0.01 & exit " + STATUS).inheritIO()));
        started++;
      } else {
        right += running.remove().waitFor() == STATUS ? 1 : 0;
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (processes() > 1 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    over.set(true);
    reaper.join();
    System.out.println(
        right == PROGRAMS && processes() == 1
            ? "each of 200 programs ended with 7, and no zombie is left"
            : right + " programs ended with 7, and there are " + processes() + " processes");
  }

  /** Counts this process, too. */
  private static long processes() {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("[0-9]+")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
