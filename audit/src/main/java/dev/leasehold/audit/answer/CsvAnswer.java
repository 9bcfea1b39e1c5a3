// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an answer as CSV (RFC 4180), with the name of the section in the first column. */
final class CsvAnswer {

  private CsvAnswer() {}

  static void write(List<AnswerSection> sections, Appendable out) throws IOException {
    String between = "";
    for (AnswerSection section : sections) {
      out.append(between).append("section,");
      out.append(String.join(",", section.columns())).append("\r\n");
      for (List<@Nullable Object> row : section.rows()) {
        out.append(section.name()).append(',');
        out.append(row.stream().map(CsvAnswer::cell).collect(Collectors.joining(",")));
        out.append("\r\n");
      }
      between = "\r\n";
    }
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : value.toString();
    // A spreadsheet would run what begins like a formula.
    if (!text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean isQuoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return isQuoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
