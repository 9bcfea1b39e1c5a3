// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.process;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A running server. It ends with {@link #stop}, or when this JVM ends, however it ends. A watchdog
 * process holds the other end of a pipe from this JVM, and kills the server when the pipe closes.
 *
 * <p>Safe for use by many threads.
 */
public final class ServerProcess {
  private static final int TAIL_LINES = 20;
  private static final long POLL_MILLIS = 20;

  private final Launch launch;
  private final Process watchdog;

  private ServerProcess(Launch launch, Process watchdog) {
    this.launch = launch;
    this.watchdog = watchdog;
  }

  /** Starts the server and returns at once; {@link #awaitReady} waits for it. */
  public static ServerProcess start(Launch launch) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setsid", "sh", "-c", Watchdog.script(), "watchdog"));
    command.addAll(List.of(launch.orphanSignal(), launch.directory().toString()));
    command.addAll(launch.command());
    ProcessBuilder builder = new ProcessBuilder(command).directory(launch.directory().toFile());
    builder.environment().put("HOME", launch.directory().toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("VAULT_") || name.startsWith("PG"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    try {
      return new ServerProcess(launch, builder.start());
    } catch (IOException e) {
      throw new TestBedException("cannot start " + launch.name(), e);
    }
  }

  public boolean isAlive() {
    return watchdog.isAlive();
  }

  /** Kills the processes of a program that the server has started; gives how many there were. */
  public long killChildren(Path program) {
    List<ProcessHandle> children =
        watchdog
            .descendants()
            .filter(
                child -> child.info().command().map(Path::of).filter(program::equals).isPresent())
            .toList();
    return children.stream().filter(ProcessHandle::destroyForcibly).count();
  }

  /**
   * Waits until the check holds.
   *
   * @throws TestBedException if the server ends first, or the time is over; with the end of its log
   */
  public void awaitReady(Duration atMost, BooleanSupplier check) {
    Progress progress = new Progress(launch.name() + " starts");
    while (!check.getAsBoolean()) {
      if (endsWithin(Duration.ofMillis(POLL_MILLIS))) {
        throw new TestBedException(
            launch.name() + " ended with status " + watchdog.exitValue() + " at start:\n" + tail());
      }
      if (progress.elapsed().compareTo(atMost) > 0) {
        throw new TestBedException(
            launch.name() + " was not ready after " + atMost.toSeconds() + " s:\n" + tail());
      }
      progress.tick();
    }
  }

  /** Sends the server a signal, named without {@code SIG}. Does nothing if it has ended. */
  public void signal(String name) {
    try {
      OutputStream orders = watchdog.getOutputStream();
      orders.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
      orders.flush();
    } catch (IOException e) {
      if (watchdog.isAlive()) {
        throw new TestBedException("cannot signal " + launch.name(), e);
      }
    }
  }

  /**
   * Sends the signal and waits until the server is gone; sends KILL if it is not within the time.
   * Its directory stays.
   */
  public void stop(String signal, Duration atMost) {
    signal(signal);
    if (!endsWithin(atMost)) {
      signal("KILL");
      if (!endsWithin(atMost)) {
        throw new TestBedException(launch.name() + " does not end:\n" + tail());
      }
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return watchdog.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while waiting for " + launch.name(), e);
    }
  }

  private String tail() {
    Path log = launch.log();
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log at " + log + ")";
    }
  }
}
