// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
   * Reads a table.
   *
   * @param mark the text of the mark before the table
   * @throws IllegalArgumentException when there is no such table, or a line of a table is no row
   */
  public static PackageTable read(String mark) {
    return parse(SourceTree.read("docs/architecture.md"), mark);
  }

  /** Reads a table in a text. */
  static PackageTable parse(String text, String mark) {
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

  /**
   * Holds classes, and the imports of the product's sources, to the table. Each package has a row,
   * and each row has a class. A package uses each package that its row names, and no other package.
   * Each name in a row has a row itself.
   *
   * @throws AssertionError when the classes, the sources or the rows break a rule
   */
  public void check(JavaClasses classes) {
    List<PackageUse> imports = new ArrayList<>();
    try {
      for (Path source : Repository.sources(Repository.PRODUCT)) {
        PackageUse.inSource(source.toString(), Repository.read(source)).forEach(imports::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    check(classes, imports);
  }

  /** Does the same with the imports of some sources. */
  void check(JavaClasses classes, List<PackageUse> imports) {
    Set<String> packages =
        classes.stream().map(PackageUse::below).collect(Collectors.toCollection(TreeSet::new));
    List<PackageUse> uses = new ArrayList<>(imports);
    classes.stream().flatMap(PackageUse::inClass).forEach(uses::add);
    List<String> faults = new ArrayList<>();
    packages.stream()
        .filter(each -> rows.stream().noneMatch(row -> row.isFor(each)))
        .forEach(each -> faults.add("the package " + each + " has no row"));
    for (PackageRow row : rows) {
      String begin = "the row of " + row.name();
      if (packages.stream().noneMatch(row::isFor)) {
        faults.add(begin + " is for no class");
      }
      row.uses().stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> faults.add(begin + " names " + name + ", which has no row"));
      row.unused(uses).forEach(name -> faults.add(begin + " names " + name + " without a use"));
      row.forbidden(uses)
          .forEach(use -> faults.add(begin + " lacks " + use.to() + ": " + use.where()));
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(String.join("\n", faults));
    }
  }
}
