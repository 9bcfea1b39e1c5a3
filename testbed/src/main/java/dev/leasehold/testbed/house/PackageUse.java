// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A use of another package by a class or a source.
 *
 * @param from the package of the class, below {@code dev.leasehold}
 * @param to the other package, below {@code dev.leasehold}
 * @param where the place, for a message
 */
record PackageUse(String from, String to, String where) {

  static final String ROOT = "dev.leasehold.";

  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^package dev\\.leasehold\\.([a-z0-9.]+);");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.leasehold\\.([a-z0-9.]+)\\.[A-Z][\\w.]*;");

  /** Returns the uses that a class file shows. */
  static Stream<PackageUse> inClass(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT))
        .map(PackageUse::of)
        .filter(use -> !use.from.equals(use.to));
  }

  private static PackageUse of(Dependency dependency) {
    return new PackageUse(
        below(dependency.getOriginClass()),
        below(dependency.getTargetClass()),
        dependency.getDescription());
  }

  /** Returns the package of a class of Leasehold's, below {@code dev.leasehold}. */
  static String below(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  /**
   * Returns the uses that the imports of a source show. A class file lacks a use of a constant, as
   * the compiler copies the constant (JLS 13.1).
   *
   * @param file its path, for a message
   */
  static Stream<PackageUse> inSource(String file, String text) {
    Matcher own = PACKAGE.matcher(text);
    if (!own.find()) {
      return Stream.empty();
    }
    String from = own.group(1);
    return IMPORT
        .matcher(text)
        .results()
        .map(line -> new PackageUse(from, line.group(1), file + " has " + line.group()))
        .filter(use -> !use.to.equals(from));
  }
}
