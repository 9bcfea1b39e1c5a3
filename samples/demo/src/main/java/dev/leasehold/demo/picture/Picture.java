// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

import java.util.List;

/**
 * Charts of one time under each other, with the events in it.
 *
 * @param title of the page
 * @param seconds how long the time is
 * @param charts from top to bottom
 * @param marks the events
 * @param summary lines of text below the charts
 */
public record Picture(
    String title, double seconds, List<Chart> charts, List<Mark> marks, List<String> summary) {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8"/>
      <title>%1$s</title>
      <style>
      body { font: 14px/1.5 sans-serif; color: #1f2933; background: #fff; max-width: 1000px; margin: 24px auto; }
      h1 { font-size: 22px; } h2 { font-size: 15px; margin: 16px 0 0; }
      svg { width: 100%%; display: block; } svg text { font: 11px sans-serif; fill: #52606d; }
      .grid { stroke: #e4e7eb; } .value { text-anchor: end; } .time { text-anchor: middle; }
      rect.mark { fill: #f0b429; opacity: 0.35; }
      .line { fill: none; stroke-width: 2; }
      .color0 { stroke: #2680c2; } .color1 { stroke: #d64545; } .color2 { stroke: #3f9142; } .color3 { stroke: #724bb7; }
      .legend { font-size: 12px; font-weight: normal; margin-left: 12px; }
      .legend.color0 { color: #2680c2; } .legend.color1 { color: #d64545; }
      .legend.color2 { color: #3f9142; } .legend.color3 { color: #724bb7; }
      pre { background: #f5f7fa; padding: 12px; }
      </style>
      </head>
      <body>
      <h1>%1$s</h1>
      %2$s<pre>%3$s</pre>
      </body>
      </html>
      """;

  public Picture {
    charts = List.copyOf(charts);
    marks = List.copyOf(marks);
    summary = List.copyOf(summary);
  }

  /** Returns the page: HTML that is well-formed XML too, without scripts and without links. */
  public String html() {
    StringBuilder body = new StringBuilder();
    for (Chart chart : charts) {
      body.append("<h2>").append(Html.escaped(chart.title()));
      for (int i = 0; i < chart.series().size(); i++) {
        body.append("<span class=\"legend color").append(i % 4).append("\">");
        body.append(Html.escaped(chart.series().get(i).name())).append("</span>");
      }
      body.append("</h2>\n").append(chart.svg(seconds, marks));
    }
    String lines = Html.escaped(String.join("\n", summary));
    return PAGE.formatted(Html.escaped(title), body, lines);
  }
}
