// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of packages in {@code docs/architecture.md}. The table stands between two marks, for
 * example {@code <!-- cli-packages -->} and {@code <!-- /cli-packages -->}.
 */
public final class PackageTable {

  private static final Pattern TABLE =
      Pattern.compile("<!-- ([a-z-]*packages) -->\n(.*?)<!-- /\\1 -->", Pattern.DOTALL);

  private static final int LINES_OF_THE_HEAD = 2;

  private final List<PackageRow> rows;

  /** The names in the rows of all tables. */
  private final Set<String> known;

  private PackageTable(List<PackageRow> rows, Set<String> known) {
    this.rows = rows;
    this.known = known;
  }

  /**
   * Reads a table. The test runs in the folder of its module.
   *
   * @param mark the text of the mark before the table
   * @throws IllegalArgumentException when there is no such table, or a line of a table is no row
   */
  public static PackageTable read(String mark) {
    String text = text(Path.of("..", "docs", "architecture.md"));
    Set<String> known =
        TABLE
            .matcher(text)
            .results()
            .flatMap(table -> rows(table.group(2)).stream())
            .map(PackageRow::name)
            .collect(Collectors.toSet());
    return new PackageTable(rows(table(text, mark)), known);
  }

  private static String table(String text, String mark) {
    Matcher tables = TABLE.matcher(text);
    while (tables.find()) {
      if (tables.group(1).equals(mark)) {
        return tables.group(2);
      }
    }
    throw new IllegalArgumentException("no table between the marks " + mark);
  }

  private static List<PackageRow> rows(String table) {
    return table.lines().skip(LINES_OF_THE_HEAD).map(PackageRow::parse).toList();
  }

  private static String text(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Holds classes to the table. Each package has a row, and each row has a class. No package uses
   * more than its row names, and each name in a row has a row itself.
   *
   * @throws AssertionError when the classes or the rows break a rule
   */
  public void check(JavaClasses classes) {
    List<String> strange =
        rows.stream()
            .flatMap(row -> row.uses().stream())
            .filter(name -> !known.contains(name))
            .toList();
    if (!strange.isEmpty()) {
      throw new AssertionError("packages that rows name and no row is for: " + strange);
    }
    classes()
        .should()
        .resideInAnyPackage(rows.stream().map(PackageRow::pattern).toArray(String[]::new))
        .check(classes);
    CompositeArchRule.of(rows.stream().map(PackageRow::rule).toList()).check(classes);
  }
}
