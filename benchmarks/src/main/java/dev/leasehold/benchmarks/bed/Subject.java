// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A measured JVM: it answers a line with a line, and the lines of its log are kept. */
public final class Subject implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(120);

  private final Process process;
  private final long started;
  private final Writer input;
  private final BlockingQueue<Line> output = new LinkedBlockingQueue<>();
  private final BlockingQueue<Line> errors = new LinkedBlockingQueue<>();
  private final List<String> log = new ArrayList<>();

  Subject(Process process, long started) {
    this.process = process;
    this.started = started;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    read(process.getInputStream(), output);
    read(process.getErrorStream(), errors);
  }

  /** A line, and when it arrived by {@link System#nanoTime}. */
  public record Line(String text, long at) {}

  /** Returns the process's id. */
  public long pid() {
    return process.pid();
  }

  /** Returns when the process was started, by {@link System#nanoTime}. */
  public long started() {
    return started;
  }

  /** Writes a line and returns the next line that the program prints. */
  public String ask(String line) {
    tell(line);
    return next();
  }

  /** Writes a line. */
  public void tell(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the measured program has ended: " + log(), e);
    }
  }

  /** Returns the next line that the program prints. */
  public String next() {
    return awaitOutput(line -> true).text();
  }

  /** Returns the next line on standard output that fits; lines before it are lost. */
  public Line awaitOutput(Predicate<String> which) {
    return await(output, which);
  }

  /** Returns the next line on standard error that fits. */
  public Line awaitLog(Predicate<String> which) {
    return await(errors, which);
  }

  /** Returns the lines on standard error so far. */
  public List<String> log() {
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** Waits for the end that the program comes to by itself. */
  public void awaitEnd() {
    try {
      if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the measured program does not end: " + log());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks the JVM to end and waits; kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Line await(BlockingQueue<Line> lines, Predicate<String> which) {
    long deadline = System.nanoTime() + BOUND.toNanos();
    try {
      while (true) {
        @Nullable Line line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null || line.equals(END)) {
          throw new IllegalStateException("no answer from the measured program: " + log());
        }
        if (which.test(line.text())) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Line END = new Line("(end)", 0);

  private void read(InputStream stream, BlockingQueue<Line> lines) {
    Thread reader = new Thread(() -> copy(stream, lines), "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void copy(InputStream stream, BlockingQueue<Line> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        lines.add(new Line(text, System.nanoTime()));
        if (lines == errors) {
          synchronized (log) {
            log.add(text);
          }
        }
      }
    } catch (IOException ended) {
      // The end of the process is the end of its output.
    }
    lines.add(END);
  }
}
