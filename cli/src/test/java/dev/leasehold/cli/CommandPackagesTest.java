// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.leasehold.testbed.house.PackageTable;

/** The code keeps the table of the command line's packages in {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.leasehold.cli", importOptions = DoNotIncludeTests.class)
class CommandPackagesTest {

  @ArchTest
  static void keepsTheTable(JavaClasses classes) {
    PackageTable.read("cli-packages").check(classes);
  }

  @ArchTest
  static final ArchRule kubernetesClientIsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.cli.cluster")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..");

  @ArchTest
  static final ArchRule parsingIsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.cli.yaml")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.yaml.snakeyaml..");

  @ArchTest
  static final ArchRule optionsAreReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");
}
