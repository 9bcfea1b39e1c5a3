// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code keeps the table of the sidecar's packages in {@code docs/architecture.md}. */
class SidecarPackagesTest {

  private static final String ROOT = "dev.leasehold.";
  private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.leasehold.sidecar");

  @Test
  void eachPackageHasARowAndUsesNoMoreThanThat() throws IOException {
    Map<String, List<String>> table = table();
    assertThat(table).hasSizeGreaterThan(4);
    String[] packages = table.keySet().stream().map(ROOT::concat).toArray(String[]::new);
    classes().should().resideInAnyPackage(packages).check(classes);
    table.forEach(
        (name, uses) -> {
          String[] allowed = uses.stream().map(ROOT::concat).toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(ROOT + name)
              .should()
              .dependOnClassesThat(
                  resideInAPackage("dev.leasehold..").and(not(resideInAnyPackage(allowed))))
              .check(classes);
        });
  }

  /** {@code KillProgram} is for JVMs on which nothing is reaped. */
  @Test
  void noProgramIsStartedUnknownToTheReaper() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.leasehold.sidecar.process.ChildProcesses")
        .and()
        .doNotHaveFullyQualifiedName("dev.leasehold.sidecar.signal.KillProgram")
        .should()
        .callMethod(ProcessBuilder.class, "start")
        .check(classes);
  }

  /** Returns what each package may use, itself included. */
  private static Map<String, List<String>> table() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "architecture.md"));
    int begin = text.indexOf("<!-- sidecar-packages -->");
    int end = text.indexOf("<!-- /sidecar-packages -->");
    assertThat(begin).as("the mark before the table").isBetween(0, end);
    Map<String, List<String>> table = new LinkedHashMap<>();
    for (String line : text.substring(begin, end).lines().skip(3).toList()) {
      List<String> cells = List.of(line.split("\\|", -1));
      List<String> names = names(cells.get(1));
      List<String> uses = new ArrayList<>(names);
      uses.addAll(
          cells.get(2).strip().equals("every package") ? List.of(".") : names(cells.get(2)));
      table.put(names.get(0), uses);
    }
    return table;
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(cell);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
