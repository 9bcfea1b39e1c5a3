// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code docs/faults.md}: the promises come from the code, the figures from a run. */
final class FaultDocument {

  private static final String FILE = "docs/faults.md";
  private static final String BEGIN = "<!-- faults -->\n";
  private static final String END = "<!-- /faults -->\n";

  private static final String PROMISES = "| fault | how it is made | promised |\n|---|---|---|\n";
  private static final String FIGURES =
      "| fault | connections from | queries | failed | longest pause, ms | past the deadline | roles left |\n"
          + "|---|---|--:|--:|--:|--:|--:|\n";

  private FaultDocument() {}

  /** Puts the promises and the figures of a run into the document. */
  static void write(List<Row> rows) {
    String text = SourceTree.read(FILE);
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    write(
        SourceTree.root().resolve(FILE), before + render(rows) + text.substring(text.indexOf(END)));
  }

  /** Writes the figures of a run to a file of the build. */
  static void write(Path file, List<Row> rows) {
    write(file, render(rows));
  }

  /** Returns the lines of the document with the promises. */
  static List<String> promises() {
    return lines().stream().filter(line -> cells(line).size() == 3).toList();
  }

  /** Returns the rows of figures in the document. */
  static List<Row> rows() {
    return lines().stream()
        .map(FaultDocument::cells)
        .filter(cells -> cells.size() == 7)
        .map(FaultDocument::parse)
        .toList();
  }

  /**
   * Returns the figures of a fault on a way to open connections.
   *
   * @throws AssertionError when the document has no such row
   */
  static Row row(String fault, Way way) {
    return rows().stream()
        .filter(row -> row.fault().equals(fault) && row.way() == way)
        .findAny()
        .orElseThrow(() -> new AssertionError(FILE + " has no " + fault + ", " + way.label()));
  }

  /** Returns the longest pause of a fault on any way to open connections. */
  static Duration longestPause(String fault) {
    return Duration.ofMillis(
        rows().stream()
            .filter(row -> row.fault().equals(fault))
            .mapToLong(Row::longestPauseMillis)
            .max()
            .orElse(0));
  }

  private static Row parse(List<String> cells) {
    Way way =
        Stream.of(Way.values())
            .filter(each -> each.label().equals(cells.get(1)))
            .findAny()
            .orElseThrow(() -> new AssertionError(FILE + ": no way is called " + cells.get(1)));
    long[] figures =
        cells.stream().skip(2).mapToLong(cell -> Long.parseLong(cell.replace(",", ""))).toArray();
    return new Row(cells.get(0), way, figures[0], figures[1], figures[2], figures[3], figures[4]);
  }

  static String promise(Fault fault) {
    return "| " + fault.name() + " | " + fault.how() + " | " + fault.promise().text() + " |";
  }

  private static String render(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<Fault>> subject : Faults.bySubject().entrySet()) {
      text.append("\n## ").append(subject.getKey()).append("\n\n").append(PROMISES);
      subject.getValue().forEach(fault -> text.append(promise(fault)).append('\n'));
      text.append('\n').append(FIGURES);
      for (Fault fault : subject.getValue()) {
        rows.stream()
            .filter(row -> row.fault().equals(fault.name()))
            .map(FaultDocument::figures)
            .forEach(text::append);
      }
    }
    return text.append('\n').toString();
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
