// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Repeats, drops and swaps lines of a log, and puts others among them that are no lines of a log.
 * It drops the line of a request or of its answer, and only in the beginning of a history, where
 * pods have no anomaly.
 */
final class Damage implements VaultLines.Lines {

  private static final Pattern LAST = Pattern.compile("10\\.250\\.0\\.1|coredns");
  private static final int DROPPED_UNTIL = 1500;

  private final VaultLines.Lines out;
  private final Random random;
  private final boolean isWhole;
  private String held = "";
  private int lines;
  int droppedRequests;
  int droppedAnswers;
  int strange;

  /** Makes a damage of all kinds. */
  Damage(VaultLines.Lines out, long seed) {
    this(out, seed, false);
  }

  private Damage(VaultLines.Lines out, long seed, boolean isWhole) {
    this.out = out;
    this.random = new Random(seed);
    this.isWhole = isWhole;
  }

  /** Returns an object that only repeats and swaps lines of any log, so that nothing is missing. */
  static VaultLines.Lines ofOrder(VaultLines.Lines out) {
    return new Damage(out, 19, true);
  }

  @Override
  public void line(String line) throws IOException {
    lines++;
    boolean isEnd = lines > 2 && LAST.matcher(line).find(); // The log's last lines end it, too.
    if (!isWhole && lines > 10 && lines < DROPPED_UNTIL && lines % 50 == 0) {
      drop(line);
      return;
    }
    if (!isWhole && lines % 97 == 0) {
      strange();
    }
    if (!held.isEmpty()) {
      out.line(line);
      out.line(held);
      held = "";
    } else if (!isEnd && random.nextInt(10) == 0) {
      held = line; // It comes after the next line.
    } else {
      out.line(line);
    }
    if (random.nextInt(20) == 0) {
      out.line(line);
    }
  }

  private void drop(String line) {
    if (line.contains("\"type\":\"request\"")) {
      droppedRequests++;
    } else {
      droppedAnswers++;
    }
  }

  private void strange() throws IOException {
    strange++;
    switch (strange % 4) {
      case 0 -> out.line("{\"type\":\"response\",\"request\":{\"id\":\"cut");
      case 1 -> out.line("\u0000\u0001\u0002 binary \u0000");
      case 2 -> out.line("x".repeat(strange == 2 ? 3_000_000 : 10));
      default -> out.line("[]");
    }
  }
}
