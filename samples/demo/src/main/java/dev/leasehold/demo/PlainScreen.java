// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Lines that stay: for a pipe, a file, a dumb terminal. */
final class PlainScreen implements Screen {

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final PrintStream out;
  private final Stopwatch stopwatch = new Stopwatch();
  private Instant shown = Instant.MIN;
  private boolean closed;

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void event(String text) {
    out.println(stopwatch + "  " + text);
  }

  @Override
  public synchronized void note(String line) {
    out.println(stopwatch + "  " + line);
  }

  @Override
  public synchronized void show(Panel panel) {
    Instant now = Instant.now();
    if (!closed && !now.isBefore(shown.plus(EVERY))) {
      shown = now;
      out.println(stopwatch + "  " + panel.line());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
