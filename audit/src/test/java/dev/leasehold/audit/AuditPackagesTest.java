// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rows of {@code docs/architecture.md} about the audit. */
@AnalyzeClasses(packages = "dev.leasehold.audit", importOptions = DoNotIncludeTests.class)
class AuditPackagesTest {

  @ArchTest
  static final ArchRule readersKnowNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.audit.source")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.leasehold.audit.join",
              "dev.leasehold.audit.answer",
              "dev.leasehold.audit.live",
              "dev.leasehold.audit.watch",
              "org.duckdb..");

  @ArchTest
  static final ArchRule theJoinKnowsNoQuestions =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.audit.join")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.leasehold.audit",
              "dev.leasehold.audit.answer",
              "dev.leasehold.audit.live",
              "dev.leasehold.audit.watch",
              "picocli..");

  @ArchTest
  static final ArchRule whatAsksServersKnowsReadersAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.audit.live")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.leasehold.audit",
              "dev.leasehold.audit.answer",
              "dev.leasehold.audit.join",
              "dev.leasehold.audit.watch",
              "org.duckdb..",
              "picocli..");

  @ArchTest
  static final ArchRule onlyWhatAsksServersHasTheirClients =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.audit.live")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "org.postgresql..");

  @ArchTest
  static final ArchRule theServiceKnowsNoQuestions =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.audit.watch")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.leasehold.audit", "dev.leasehold.audit.answer", "org.duckdb..", "picocli..");
}
