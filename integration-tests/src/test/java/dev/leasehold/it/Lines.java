// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The output of a process, kept whole; tests wait for a line with a bound. Safe for many threads.
 */
public final class Lines {

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  /** Reads a stream to its end, on a thread of this name. */
  public static Lines of(InputStream stream, String name) {
    Lines lines = new Lines();
    Thread reader = new Thread(() -> lines.read(stream), name);
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  /** Returns how many lines there are, to wait for a line after them. */
  public synchronized int mark() {
    return lines.size();
  }

  /** Returns every line so far. */
  public synchronized List<String> all() {
    return List.copyOf(lines);
  }

  /** Returns the lines from a place on. */
  public synchronized List<String> from(int mark) {
    return List.copyOf(lines.subList(mark, lines.size()));
  }

  /** Returns how many lines fit. */
  public synchronized long count(Predicate<String> which) {
    return lines.stream().filter(which).count();
  }

  /**
   * Returns the first line from {@code mark} on that fits; fails with the output if none comes in
   * time.
   */
  public synchronized String await(int mark, Predicate<String> which, Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    int next = mark;
    while (true) {
      for (; next < lines.size(); next++) {
        if (which.test(lines.get(next))) {
          return lines.get(next);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || ended) {
        throw new AssertionError(
            "no such line within " + bound + " in:\n" + String.join("\n", lines));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Waits until everything that the process has printed is here. */
  public synchronized void awaitEnd(Duration bound) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (!ended) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("not ended within " + bound + ":\n" + String.join("\n", lines));
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void read(InputStream stream) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        add(line);
        line = reader.readLine();
      }
    } catch (IOException e) {
      add("(stream ended: " + e.getMessage() + ")");
    }
    end();
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
