// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Peaks over time as SVG, one panel under the other, each with its own scale. */
public final class Plot {

  private static final int LEFT = 60;
  private static final int WIDTH = 820;
  private static final int PANEL = 150;
  private static final int GAP = 60;
  private static final int TOP = 60;
  private static final int TICKS = 10;

  private final String title;
  private final List<String> panels = new ArrayList<>();

  /** Makes an empty plot. */
  public Plot(String title) {
    this.title = title;
  }

  /** Adds a panel: one number for each second, of which each column shows the greatest. */
  public Plot panel(String name, int[] seconds) {
    int top = TOP + panels.size() * (PANEL + GAP);
    int[] columns = columns(seconds);
    int peak = 1;
    for (int column : columns) {
      peak = Math.max(peak, column);
    }
    StringBuilder svg = new StringBuilder();
    svg.append(text(LEFT, top - 10, "start", name));
    svg.append(text(LEFT - 8, top + 10, "end", Integer.toString(peak)));
    svg.append(text(LEFT - 8, top + PANEL, "end", "0"));
    svg.append(bars(columns, peak, top + PANEL));
    svg.append(axis(seconds.length, top + PANEL));
    panels.add(svg.toString());
    return this;
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    int height = TOP + panels.size() * (PANEL + GAP);
    String head =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"13\" role=\"img\">\n<title>%s</title>\n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n";
    String svg =
        String.format(head, LEFT + WIDTH + 40, height, title)
            + text(LEFT, 24, "start", title)
            + String.join("", panels)
            + "</svg>\n";
    Files.writeString(file, svg);
    Progress.say("the plot is in %s", file);
  }

  private static int[] columns(int[] seconds) {
    int[] columns = new int[WIDTH];
    for (int i = 0; i < seconds.length; i++) {
      int column = (int) ((long) i * WIDTH / seconds.length);
      columns[column] = Math.max(columns[column], seconds[i]);
    }
    return columns;
  }

  private static String bars(int[] columns, int peak, int base) {
    StringBuilder path = new StringBuilder("<path stroke=\"#1f5fa8\" fill=\"none\" d=\"");
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] > 0) {
        int height = Math.max(1, columns[i] * PANEL / peak);
        path.append(String.format("M%d.5 %dv-%d", LEFT + i, base, height));
      }
    }
    return path.append("\"/>\n").toString();
  }

  private static String axis(int seconds, int base) {
    StringBuilder axis = new StringBuilder();
    axis.append(String.format("<path stroke=\"#444444\" d=\"M%d %dh%d\"/>\n", LEFT, base, WIDTH));
    for (int tick = 0; tick <= TICKS; tick++) {
      String hours = tick * (seconds / 3600) / TICKS + " h";
      axis.append(text(LEFT + tick * WIDTH / TICKS, base + 18, "middle", hours));
    }
    return axis.toString();
  }

  private static String text(int x, int y, String anchor, String content) {
    return String.format(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#222222\">%s</text>\n",
        x, y, anchor, content);
  }
}
