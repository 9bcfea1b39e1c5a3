// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws the rows of an answer as bars along the time, one below the other. A bar goes from the
 * first time of its row to the row's end. Where the row has no end, it goes to the end of the
 * picture.
 */
final class HtmlTimeline {

  private static final List<String> BEGINS = List.of("taken_at", "started_at", "happened_at");
  private static final List<String> ENDS = List.of("ended_at", "until_at");

  /** Sections of events, which have no length. Findings are drawn all the same. */
  private static final Set<String> POINTS = Set.of("timeline", "agent", "causes");

  /** Of each section, so that none takes the place of the findings. */
  private static final int MOST_BARS = 200;

  private static final int LEFT = 90;
  private static final int WIDTH = 900;
  private static final int HEIGHT = 14;
  private static final int TICKS = 4;

  private record Bar(String section, String title, Instant from, @Nullable Instant to) {}

  private HtmlTimeline() {}

  static void write(List<AnswerSection> sections, Appendable out) throws IOException {
    List<Bar> bars = new ArrayList<>();
    long more = bars(sections, bars);
    if (bars.isEmpty()) {
      return;
    }
    Instant first = bars.get(0).from();
    Instant last = first.plusSeconds(1);
    for (Bar bar : bars) {
      Instant end = bar.to() == null ? bar.from() : bar.to();
      first = bar.from().isBefore(first) ? bar.from() : first;
      last = end.isAfter(last) ? end : last;
    }
    int height = (bars.size() + 2) * HEIGHT;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"time line\"");
    out.append(format(" viewBox=\"0 0 %d %d\">\n", LEFT + WIDTH + 10, height));
    axis(first, last, height, out);
    for (int i = 0; i < bars.size(); i++) {
      bar(bars.get(i), first, last, i * HEIGHT, out);
    }
    out.append("</svg>\n");
    if (more > 0) {
      out.append(format("<p>%d more rows are in the tables only.</p>\n", more));
    }
  }

  /** Adds the first bars; returns how many more there would be. */
  private static long bars(List<AnswerSection> sections, List<Bar> bars) {
    long more = 0;
    for (AnswerSection section : sections) {
      int most = bars.size() + MOST_BARS;
      if (!POINTS.contains(section.name())) {
        for (List<@Nullable Object> row : section.rows()) {
          Instant from = time(section, row, BEGINS);
          if (from != null && bars.size() == most) {
            more++;
          } else if (from != null) {
            bars.add(new Bar(section.name(), title(section, row), from, time(section, row, ENDS)));
          }
        }
      }
    }
    return more;
  }

  private static @Nullable Instant time(
      AnswerSection section, List<@Nullable Object> row, List<String> names) {
    for (int i = 0; i < row.size(); i++) {
      if (names.contains(section.columns().get(i)) && row.get(i) instanceof Instant time) {
        return time;
      }
    }
    return null;
  }

  private static String title(AnswerSection section, List<@Nullable Object> row) {
    StringBuilder title = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i) != null) {
        title.append(section.columns().get(i)).append(' ').append(row.get(i)).append("; ");
      }
    }
    return title.toString();
  }

  private static void axis(Instant first, Instant last, int height, Appendable out)
      throws IOException {
    for (int i = 0; i <= TICKS; i++) {
      Instant tick = first.plusMillis(first.until(last, ChronoUnit.MILLIS) * i / TICKS);
      double x = x(tick, first, last);
      out.append(
          format(
              "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>"
                  + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
              x,
              x,
              height - HEIGHT,
              x,
              height - 2,
              i == TICKS ? "end" : "middle",
              tick.truncatedTo(ChronoUnit.SECONDS)));
    }
  }

  private static void bar(Bar bar, Instant first, Instant last, int y, Appendable out)
      throws IOException {
    double from = x(bar.from(), first, last);
    boolean isFinding = bar.section().equals("findings");
    boolean isOpen = bar.to() == null && !isFinding;
    Instant end = bar.to() == null ? isFinding ? bar.from() : last : bar.to();
    String name = HtmlAnswer.escape(bar.section());
    out.append(
        format(
            "<text x=\"0\" y=\"%d\">%s</text><rect class=\"%s%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\""
                + " height=\"%d\"><title>%s</title></rect>\n",
            y + HEIGHT - 3,
            name,
            name,
            isOpen ? " open" : "",
            from,
            y + 2,
            Math.max(3, x(end, first, last) - from),
            HEIGHT - 4,
            HtmlAnswer.escape(bar.title())));
  }

  private static double x(Instant time, Instant first, Instant last) {
    double whole = first.until(last, ChronoUnit.MILLIS);
    return LEFT + WIDTH * first.until(time, ChronoUnit.MILLIS) / whole;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
