// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.leasehold.testbed.house.PackageTable;

/** The code keeps the table of the sidecar's packages in {@code docs/architecture.md}. */
@AnalyzeClasses(packages = "dev.leasehold.sidecar", importOptions = DoNotIncludeTests.class)
class SidecarPackagesTest {

  @ArchTest
  static void keepsTheTable(JavaClasses classes) {
    PackageTable.read("sidecar-packages").check(classes);
  }

  /** {@code KillProgram} is for JVMs on which nothing is reaped. */
  @ArchTest
  static final ArchRule noProgramIsStartedUnknownToTheReaper =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.leasehold.sidecar.process.ChildProcesses")
          .and()
          .doNotHaveFullyQualifiedName("dev.leasehold.sidecar.signal.KillProgram")
          .should()
          .callMethod(ProcessBuilder.class, "start");
}
