// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import dev.leasehold.audit.join.BoundedText;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer for people: a section of one row as a list, another as a table. */
final class TextAnswer {

  private static final int GAP = 2;

  private TextAnswer() {}

  static void write(List<AnswerSection> sections, Appendable out) throws IOException {
    for (AnswerSection section : sections) {
      out.append(section.name()).append('\n');
      if (section.rows().isEmpty()) {
        out.append("  none\n");
      } else if (section.rows().size() == 1 && !isList(section)) {
        list(section, out);
      } else {
        table(section, out);
      }
      if (section.omitted() > 0) {
        line(out, section.omitted() + " more rows are left out");
      }
      out.append('\n');
    }
  }

  private static boolean isList(AnswerSection section) {
    return section.name().endsWith("s") || section.name().equals("timeline");
  }

  private static void list(AnswerSection section, Appendable out) throws IOException {
    int width = section.columns().stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < section.columns().size(); i++) {
      Object value = section.rows().get(0).get(i);
      if (value != null) {
        line(out, pad(section.columns().get(i), width + GAP) + text(value));
      }
    }
  }

  private static void table(AnswerSection section, Appendable out) throws IOException {
    int[] widths = section.columns().stream().mapToInt(String::length).toArray();
    for (List<@Nullable Object> row : section.rows()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], text(row.get(i)).length());
      }
    }
    StringBuilder header = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      header.append(pad(section.columns().get(i), widths[i] + GAP));
    }
    line(out, header.toString());
    for (List<@Nullable Object> row : section.rows()) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        cells.append(pad(text(row.get(i)), widths[i] + GAP));
      }
      line(out, cells.toString());
    }
  }

  private static void line(Appendable out, String line) throws IOException {
    out.append("  ").append(line.stripTrailing()).append('\n');
  }

  private static String text(@Nullable Object value) {
    return value == null ? "-" : BoundedText.printable(value.toString());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
