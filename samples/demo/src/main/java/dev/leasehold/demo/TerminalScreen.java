// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.PrintStream;
import java.util.List;

/**
 * Events scroll by, and below them the figures are refreshed in place. Uses the control sequences
 * of ECMA-48 that every terminal emulator knows; colours are left out where asked.
 */
final class TerminalScreen implements Screen {

  private static final String CSI = "\u001b[";
  private static final String CLEAR_BELOW = CSI + "J";
  private static final String NO_WRAP = CSI + "?7l";
  private static final String WRAP = CSI + "?7h";

  private final PrintStream out;
  private final boolean colours;
  private final Stopwatch stopwatch = new Stopwatch();
  private List<String> figures = List.of();
  private boolean closed;

  TerminalScreen(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  @Override
  public synchronized void event(String text) {
    print(colour("1", stopwatch + "  " + text));
  }

  @Override
  public synchronized void note(String line) {
    print(colour("2", stopwatch + "  " + line));
  }

  @Override
  public synchronized void show(Panel panel) {
    if (!closed) {
      StringBuilder text = new StringBuilder(erase());
      figures = panel.lines();
      draw(text);
    }
  }

  @Override
  public synchronized void close() {
    StringBuilder text = new StringBuilder(erase());
    figures = List.of();
    closed = true;
    draw(text);
  }

  private void print(String line) {
    draw(new StringBuilder(erase()).append(line).append('\n'));
  }

  private void draw(StringBuilder text) {
    if (!figures.isEmpty()) {
      text.append(NO_WRAP).append('\n');
      for (String line : figures) {
        text.append("  ").append(colour("36", line)).append('\n');
      }
      text.append(WRAP);
    }
    out.print(text);
    out.flush();
  }

  /** Goes back up over the figures and the empty line above them. */
  private String erase() {
    return figures.isEmpty() ? "" : CSI + (figures.size() + 1) + "A\r" + CLEAR_BELOW;
  }

  private String colour(String code, String text) {
    return colours ? CSI + code + "m" + text + CSI + "0m" : text;
  }
}
