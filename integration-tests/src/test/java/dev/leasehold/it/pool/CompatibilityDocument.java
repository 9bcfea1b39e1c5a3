// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import dev.leasehold.it.Jars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/compatibility.md} that these tests write. */
final class CompatibilityDocument {

  private final Path file = Jars.built("docs/compatibility.md");

  /** Returns the rows of all tables, without their heads. */
  List<String> rows() {
    return Arrays.stream(PoolTable.values()).flatMap(table -> rows(read(), table)).toList();
  }

  private static Stream<String> rows(String document, PoolTable table) {
    return document
        .substring(begin(document, table) + table.head().length(), document.indexOf(table.end()))
        .lines();
  }

  private static int begin(String document, PoolTable table) {
    return document.indexOf(table.begin()) + table.begin().length();
  }

  /**
   * Puts the rows of the trials into the tables, which have a row for each of {@code versions}.
   *
   * @param versions in the order of the tables; a version that was not shown keeps the row it has
   */
  void write(Collection<Shown> shown, List<PoolVersion> versions) {
    List<String> rows =
        Stream.concat(shown.stream().map(Shown::row), rows().stream())
            .toList(); // Newer versions first.
    String document = read();
    for (PoolTable table : PoolTable.values()) {
      String body =
          versions.stream()
              .filter(version -> version.pool().table() == table)
              .flatMap(version -> rows.stream().filter(version::isOf).limit(1))
              .collect(Collectors.joining("\n", "", "\n"));
      document =
          document.substring(0, begin(document, table))
              + table.head()
              + body
              + document.substring(document.indexOf(table.end()));
    }
    write(document);
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
