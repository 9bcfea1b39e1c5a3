// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of a table of packages.
 *
 * @param name the package below {@code dev.leasehold}; {@code *} stands for one segment
 * @param isFree whether the package may use every other package
 * @param uses the packages that it may use where it is not free, by their names in other rows
 */
record PackageRow(String name, boolean isFree, List<String> uses) {

  private static final String ROOT = "dev.leasehold.";
  private static final String ALL = "dev.leasehold..";

  private static final String NAME = "`[a-z0-9.*]+`";
  private static final String NAMES = NAME + "(, " + NAME + ")*";

  /**
   * Reads a line of the document.
   *
   * @throws IllegalArgumentException when the line is not a row
   */
  static PackageRow parse(String line) {
    String[] cells = line.split(" *\\| *", -1); // The first cell is the text before the first bar.
    if (cells.length < 4 || !cells[1].matches(NAME)) {
      throw new IllegalArgumentException("not a row of a table of packages: " + line);
    }
    String name = names(cells[1]).get(0);
    return switch (cells[2]) {
      case "every package" -> new PackageRow(name, true, List.of());
      case "none" -> new PackageRow(name, false, List.of());
      default -> new PackageRow(name, false, names(cells[2]));
    };
  }

  private static List<String> names(String cell) {
    if (!cell.matches(NAMES)) {
      throw new IllegalArgumentException("not a list of packages: " + cell);
    }
    return List.of(cell.replace("`", "").split(", ", -1));
  }

  /** Returns the packages of the row as ArchUnit spells them. */
  String pattern() {
    return ROOT + name;
  }

  /** Returns the rule that the row states; it fails as well where the package has no class. */
  ArchRule rule() {
    Stream<String> named = Stream.concat(Stream.of(name), uses.stream()).map(ROOT::concat);
    String[] allowed = isFree ? new String[] {ALL} : named.toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(pattern())
        .should()
        .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAnyPackage(allowed))));
  }
}
