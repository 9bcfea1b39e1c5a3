// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rows of {@code docs/architecture.md} about the command line. */
@AnalyzeClasses(packages = "dev.leasehold.cli", importOptions = DoNotIncludeTests.class)
class PackageRulesTest {

  @ArchTest
  static final ArchRule editingKnowsNothingOfPods =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.cli.yaml")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.leasehold.cli", "dev.leasehold.cli.inject", "dev.leasehold.config", "picocli..");

  @ArchTest
  static final ArchRule injectionKnowsNothingOfTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.cli.inject")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.leasehold.cli", "picocli..");

  @ArchTest
  static final ArchRule injectionKnowsNothingOfClusters =
      noClasses()
          .that()
          .resideInAnyPackage("dev.leasehold.cli.inject", "dev.leasehold.cli.yaml")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.leasehold.cli.cluster");

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
}
