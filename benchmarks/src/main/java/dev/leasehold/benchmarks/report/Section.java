// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one benchmark, kept in a file of its own in {@code benchmarks/figures}. The
 * benchmarks need not all run at once: the table keeps the figures of benchmarks that do not run.
 */
public final class Section {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final String name;
  private final String loadBefore = Machine.load();
  private final long started = System.nanoTime();
  private final List<String> rows = new ArrayList<>();

  /** Begins the section of a benchmark. */
  public Section(String name) {
    this.name = name;
  }

  /** Adds a row, and prints it. */
  public void add(Figure figure) {
    String row = "| " + String.join(" | ", figure.cells()) + " |";
    System.out.println(row);
    rows.add(row);
  }

  /** Writes the section's file: the figures, the commit, and the circumstances. */
  public void close(String commit) {
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    String when = ZonedDateTime.now(ZoneOffset.UTC).format(TIME);
    String run =
        String.format(
            "| `%s` | %s | %s | %d s | %s to %s | %s |",
            name, commit, when, took.toSeconds(), loadBefore, Machine.load(), Machine.describe());
    List<String> lines = new ArrayList<>(rows);
    lines.add(run);
    try {
      Files.createDirectories(file(name).getParent());
      Files.write(file(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Progress.say("%s took %d s", name, took.toSeconds());
  }

  /** Returns the lines of a section: its rows, and last how it was run; empty if it never was. */
  static List<String> read(String name) {
    try {
      return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name) {
    return Path.of("benchmarks", "figures", name + ".md");
  }
}
