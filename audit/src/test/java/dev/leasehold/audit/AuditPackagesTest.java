// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.leasehold.testbed.house.PackageTable;

/** The code keeps the table of the audit's packages in {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.leasehold.audit", importOptions = DoNotIncludeTests.class)
class AuditPackagesTest {

  @ArchTest
  static void keepsTheTable(JavaClasses classes) {
    PackageTable.read("audit-packages").check(classes);
  }

  @ArchTest
  static final ArchRule theDatabaseIsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.audit.join")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.duckdb..");

  @ArchTest
  static final ArchRule clientsOfServersAreInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.audit.live")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "org.postgresql..");

  @ArchTest
  static final ArchRule optionsAreReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.audit")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");
}
