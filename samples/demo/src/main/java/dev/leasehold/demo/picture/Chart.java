// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over time in one frame.
 *
 * @param title of the chart
 * @param unit of the values, for the axis; empty for a number
 * @param steps whether a value stays until the next value
 * @param series the lines; a line without points is left out
 */
public record Chart(String title, String unit, boolean steps, List<Series> series) {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 190;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 24;
  private static final int BOTTOM = 24;

  /** Points further apart than this, in seconds, are not connected: nothing was scraped between. */
  private static final double GAP = 5;

  /** How far apart labels of the time may be, in seconds, and how many there are at most. */
  private static final double[] TIME_STEPS = {1, 5, 10, 15, 30, 60, 300};

  private static final int TIME_LABELS = 12;

  public Chart {
    series = series.stream().filter(line -> !line.points().isEmpty()).toList();
  }

  /** Draws it for a time from 0 to {@code seconds}. */
  String svg(double seconds, List<Mark> marks) {
    double top = top();
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
            WIDTH,
            HEIGHT,
            Html.escaped(title)));
    marks.forEach(mark -> appendMark(svg, mark, seconds));
    appendAxes(svg, seconds, top);
    for (int i = 0; i < series.size(); i++) {
      String path = path(series.get(i), seconds, top);
      svg.append("<path class=\"line color").append(i % 4).append("\" d=\"").append(path);
      svg.append("\"><title>")
          .append(Html.escaped(series.get(i).name()))
          .append("</title></path>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  /** Returns the upper end of the axis: 1, 2 or 5 times a power of ten. */
  double top() {
    double highest =
        series.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(1);
    if (highest <= 1) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(highest)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= highest) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static double timeStep(double seconds) {
    return DoubleStream.of(TIME_STEPS)
        .filter(step -> seconds / step <= TIME_LABELS)
        .findFirst()
        .orElse(seconds);
  }

  private static void appendMark(StringBuilder svg, Mark mark, double seconds) {
    double from = x(mark.from(), seconds);
    double width = Math.max(1.5, x(mark.to(), seconds) - from);
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect class=\"mark\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n"
                + "<text class=\"mark\" x=\"%.1f\" y=\"%d\">%s</text>%n",
            from,
            TOP,
            width,
            HEIGHT - TOP - BOTTOM,
            from,
            TOP - 8,
            Html.escaped(mark.text())));
  }

  private void appendAxes(StringBuilder svg, double seconds, double top) {
    for (double value : new double[] {0, top / 2, top}) {
      double y = y(value, top);
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>%n"
                  + "<text class=\"value\" x=\"%d\" y=\"%.1f\">%s</text>%n",
              LEFT,
              y,
              WIDTH - RIGHT,
              y,
              LEFT - 8,
              y + 4,
              Html.escaped(label(value))));
    }
    double step = timeStep(seconds);
    for (double at = 0; at <= seconds; at += step) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text class=\"time\" x=\"%.1f\" y=\"%d\">%d s</text>%n",
              x(at, seconds),
              HEIGHT - 6,
              Math.round(at)));
    }
  }

  private String label(double value) {
    String number =
        value == Math.rint(value)
            ? String.format(Locale.ROOT, "%,d", Math.round(value))
            : String.format(Locale.ROOT, "%.1f", value);
    return unit.isEmpty() ? number : number + " " + unit;
  }

  private String path(Series line, double seconds, double top) {
    StringBuilder path = new StringBuilder();
    double before = Double.NEGATIVE_INFINITY;
    for (Point point : line.points()) {
      double x = x(point.at(), seconds);
      boolean goesOn = point.at() - before <= GAP;
      if (goesOn && steps) {
        path.append(String.format(Locale.ROOT, "H%.1f", x));
      }
      path.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", goesOn ? "L" : "M", x, y(point.value(), top)));
      before = point.at();
    }
    return path.toString();
  }

  private static double x(double at, double seconds) {
    return LEFT + (WIDTH - LEFT - RIGHT) * at / Math.max(seconds, 1);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
  }
}
