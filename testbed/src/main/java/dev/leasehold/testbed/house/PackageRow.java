// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import com.tngtech.archunit.core.domain.PackageMatcher;
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

  /** Returns whether the row is for a package. */
  boolean isFor(String packageBelow) {
    return matches(name, packageBelow);
  }

  /** Returns the names in the row that no use is of. */
  Stream<String> unused(List<PackageUse> all) {
    return uses.stream()
        .filter(
            named -> all.stream().noneMatch(use -> isFor(use.from()) && matches(named, use.to())));
  }

  /** Returns the uses by packages of the row that the row does not name. */
  Stream<PackageUse> forbidden(List<PackageUse> all) {
    return all.stream()
        .filter(use -> !isFree && isFor(use.from()) && !isFor(use.to()))
        .filter(use -> uses.stream().noneMatch(named -> matches(named, use.to())));
  }

  private static boolean matches(String pattern, String packageBelow) {
    return PackageMatcher.of(pattern).matches(packageBelow);
  }
}
