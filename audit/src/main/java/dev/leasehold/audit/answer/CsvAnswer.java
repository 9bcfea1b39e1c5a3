// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import dev.leasehold.audit.join.BoundedText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an answer as CSV (RFC 4180), with the name of the section in the first column. */
final class CsvAnswer {

  /**
   * Text that begins like a formula is run by a spreadsheet; the last four are full-width forms.
   */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

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
      if (section.omitted() > 0) {
        out.append(section.name()).append(',').append(String.valueOf(section.omitted()));
        out.append(" more rows are left out\r\n");
      }
      between = "\r\n";
    }
  }

  private static String cell(@Nullable Object value) {
    String text = value == null ? "" : BoundedText.printable(value.toString());
    if (!text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0) {
      text = "'" + text;
    }
    boolean isQuoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == ';');
    return isQuoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
