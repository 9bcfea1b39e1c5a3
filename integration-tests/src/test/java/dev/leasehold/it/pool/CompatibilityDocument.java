package dev.leasehold.it.pool;

import dev.leasehold.it.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

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

  /** Replaces the table. */
  void write(List<Shown> shown) {
    String document = read();
    String rows = shown.stream().map(Shown::row).collect(Collectors.joining("\n", "", "\n"));
    write(
        document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
            + HEAD
            + rows
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
