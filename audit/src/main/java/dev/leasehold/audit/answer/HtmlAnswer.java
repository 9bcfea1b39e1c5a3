// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import dev.leasehold.audit.join.BoundedText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as one HTML page that needs no other file and runs no script: a time line, and a
 * table for each section.
 */
final class HtmlAnswer {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <title>leasehold audit</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 14px/1.4 system-ui, sans-serif; margin: 2rem; }
      table { border-collapse: collapse; display: block; overflow-x: auto; }
      th, td { border-bottom: 1px solid #8886; padding: 0.2rem 0.6rem; text-align: left; white-space: nowrap; }
      svg { display: block; max-width: 100%; }
      svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
      .pods { fill: #7a7a7a; } .leases, .lease { fill: #2f6fb3; } .roles { fill: #2f6fb3; }
      .sessions { fill: #3d9a5b; } .findings { fill: #c4412f; } .open { fill-opacity: 0.5; }
      .axis { stroke: #8888; }
      </style>
      </head>
      <body>
      <h1>leasehold audit</h1>
      """;

  private HtmlAnswer() {}

  static void write(List<AnswerSection> sections, Appendable out) throws IOException {
    out.append(HEAD);
    HtmlTimeline.write(sections, out);
    for (AnswerSection section : sections) {
      out.append("<h2>").append(escape(section.name())).append("</h2>\n");
      if (section.rows().isEmpty()) {
        out.append("<p>none</p>\n");
      } else {
        table(section, out);
      }
      if (section.omitted() > 0) {
        out.append("<p>" + section.omitted() + " more rows are left out</p>\n");
      }
    }
    out.append("</body>\n</html>\n");
  }

  private static void table(AnswerSection section, Appendable out) throws IOException {
    out.append("<table>\n<tr>");
    for (String column : section.columns()) {
      out.append("<th>").append(escape(column)).append("</th>");
    }
    out.append("</tr>\n");
    for (List<@Nullable Object> row : section.rows()) {
      out.append("<tr>");
      for (Object value : row) {
        out.append("<td>").append(escape(value == null ? "" : value.toString())).append("</td>");
      }
      out.append("</tr>\n");
    }
    out.append("</table>\n");
  }

  /** Returns a text as HTML; names in logs are not to be trusted. */
  static String escape(String text) {
    return BoundedText.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
