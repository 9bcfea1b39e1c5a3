// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code docs/faults.md}: what is promised comes from the code, the figures from a run. */
final class FaultDocument {

  private static final String FILE = "docs/faults.md";
  private static final String BEGIN = "<!-- faults -->\n";
  private static final String END = "<!-- /faults -->\n";

  private static final String PROMISES = "| fault | how it is made | promised |\n|---|---|---|\n";
  private static final String FIGURES =
      "| fault | connections from | queries | failed | longest pause, ms | past the deadline | roles left |\n"
          + "|---|---|--:|--:|--:|--:|--:|\n";

  private FaultDocument() {}

  /** Puts the promises and the figures of a run into the sections of these subjects. */
  static void write(List<String> subjects, List<Row> rows) {
    write(SourceTree.root().resolve(FILE), replaced(SourceTree.read(FILE), subjects, rows));
  }

  /** Returns the text with new sections for these subjects. */
  static String replaced(String document, List<String> subjects, List<Row> rows) {
    String text = document;
    for (String subject : subjects) {
      int begin = text.indexOf(heading(subject));
      int next = text.indexOf("\n## ", begin + 1);
      int end = next < 0 ? text.indexOf("\n" + END, begin) : next;
      text = text.substring(0, begin) + render(subject, rows) + text.substring(end);
    }
    return text;
  }

  /** Writes the figures of a run to a file of the build. */
  static void write(Path file, List<String> subjects, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    subjects.forEach(subject -> text.append(render(subject, rows)));
    write(file, text.toString());
  }

  /** Returns the lines of the document that say what is promised. */
  static List<String> promises() {
    return lines().stream().filter(line -> cells(line).size() == 3).toList();
  }

  /** Returns fault and way of each row of figures in the document. */
  static List<String> counted() {
    List<String> counted = new ArrayList<>();
    for (String line : lines()) {
      List<String> cells = cells(line);
      if (cells.size() == 7) {
        counted.add(cells.get(0) + ", " + cells.get(1));
      }
    }
    return counted;
  }

  static String promise(Fault fault) {
    return "| " + fault.name() + " | " + fault.how() + " | " + fault.promise().text() + " |";
  }

  private static String heading(String subject) {
    return "\n## " + subject + "\n";
  }

  private static String render(String subject, List<Row> rows) {
    List<Fault> faults = Faults.of(List.of(subject));
    StringBuilder text = new StringBuilder(heading(subject)).append('\n').append(PROMISES);
    faults.forEach(fault -> text.append(promise(fault)).append('\n'));
    text.append('\n').append(FIGURES);
    for (Fault fault : faults) {
      rows.stream()
          .filter(row -> row.fault().equals(fault.name()))
          .map(FaultDocument::figures)
          .forEach(text::append);
    }
    return text.toString();
  }

  private static String figures(Row row) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | %,d | %,d | %d | %d |\n",
        row.fault(),
        row.way().label(),
        row.queries(),
        row.failed(),
        row.longestPauseMillis(),
        row.pastDeadline(),
        row.rolesLeft());
  }

  /** The lines of the tables, without their heads. */
  private static List<String> lines() {
    String text = SourceTree.read(FILE);
    return text.substring(text.indexOf(BEGIN), text.indexOf(END))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| fault |"))
        .toList();
  }

  private static List<String> cells(String line) {
    return List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
