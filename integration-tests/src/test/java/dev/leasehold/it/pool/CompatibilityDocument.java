package dev.leasehold.it.pool;

import dev.leasehold.it.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of pools in {@code docs/compatibility.md}. */
final class CompatibilityDocument {

  private static final String BEGIN = "<!-- pools -->\n";
  private static final String END = "<!-- /pools -->\n";
  private static final String HEAD =
      "| pool | artifact and version | queries that fail | idle connections go | one in a transaction goes |\n"
          + "|---|---|---|---|---|\n";

  private final Path file = Jars.built("docs/compatibility.md");

  /** Returns the rows of the table, without its head. */
  List<String> rows() {
    String document = read();
    return document
        .substring(document.indexOf(BEGIN) + BEGIN.length() + HEAD.length(), document.indexOf(END))
        .lines()
        .toList();
  }

  /**
   * Puts the rows of what was shown into the table, which has one for each of {@code versions}.
   *
   * @param versions in the order of the table; one that was not shown keeps the row it has
   */
  void write(Collection<Shown> shown, List<PoolVersion> versions) {
    List<String> rows =
        Stream.concat(shown.stream().map(Shown::row), rows().stream())
            .toList(); // Newer ones first.
    String table =
        versions.stream()
            .flatMap(version -> rows.stream().filter(row -> row.contains(version.cell())).limit(1))
            .collect(Collectors.joining("\n", "", "\n"));
    String document = read();
    write(
        document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
            + HEAD
            + table
            + document.substring(document.indexOf(END)));
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String document) {
    try {
      Files.writeString(file, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
