// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of {@code docs/faults.md} about pods: figures come from a run. */
final class EndDocument {

  private static final String FILE = "docs/faults.md";
  private static final String BEGIN = "<!-- pods -->\n";
  private static final String END = "<!-- /pods -->\n";
  private static final String HEAD =
      "\n| end | how it is made | credentials from | queries | failed | roles left | for, s |\n"
          + "|---|---|---|--:|--:|--:|--:|\n";
  private static final double MILLIS = 1000;

  private EndDocument() {}

  static void write(List<EndRow> rows) {
    String text = SourceTree.read(FILE);
    String table =
        rows.stream()
            .sorted(Comparator.comparingInt(EndDocument::order))
            .map(EndDocument::line)
            .collect(Collectors.joining("", HEAD, "\n"));
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    try {
      Files.writeString(
          SourceTree.root().resolve(FILE), before + table + text.substring(text.indexOf(END)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how each row of the document begins. */
  static List<String> counted() {
    String text = SourceTree.read(FILE);
    return text.substring(text.indexOf(BEGIN), text.indexOf(END))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| end |"))
        .map(line -> line.replaceFirst("( [^|]*\\|){4}$", ""))
        .toList();
  }

  /** Returns how each row of the document has to begin. */
  static List<String> made() {
    return Arrays.stream(PodEnd.values())
        .flatMap(end -> Arrays.stream(PodKind.values()).map(kind -> begin(end, kind)))
        .toList();
  }

  private static int order(EndRow row) {
    return row.end().ordinal() * PodKind.values().length + row.kind().ordinal();
  }

  private static String begin(PodEnd end, PodKind kind) {
    return "| " + end.label() + " | " + end.how() + " | " + kind.label() + " |";
  }

  private static String line(EndRow row) {
    return String.format(
        Locale.ROOT,
        "%s %,d | %,d | %d | %.1f |\n",
        begin(row.end(), row.kind()),
        row.queries(),
        row.failed(),
        row.left(),
        row.life().toMillis() / MILLIS);
  }
}
