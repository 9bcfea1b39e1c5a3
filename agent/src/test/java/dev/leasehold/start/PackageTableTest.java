// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.leasehold.testbed.house.PackageTable;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/** The code keeps the table of packages in {@code docs/architecture.md}, which is read here. */
@AnalyzeClasses(
    packages = "dev.leasehold",
    importOptions = {DoNotIncludeTests.class, PackageTableTest.WithoutTestBed.class})
class PackageTableTest {

  /** The test bed runs in a JVM of the tests. */
  static final class WithoutTestBed implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/testbed/") && !location.contains("leasehold-testbed");
    }
  }

  /** Tests are looked for in Maven's own process, and its directory, so the table is read here. */
  @ArchTest
  static void keepsTheTable(JavaClasses classes) {
    PackageTable.read("packages").check(classes);
  }

  @ArchTest
  static final ArchRule noDriverImportsASibling =
      slices().matching("dev.leasehold.inject.driver.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule noPoolImportsASibling =
      slices().matching("dev.leasehold.inject.pool.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule theBootLoaderFindsAllThatItsClassesNeed =
      classes()
          .that()
          .resideInAnyPackage(of("bootstrap", "agent"))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.leasehold.bootstrap",
                  "dev.leasehold.agent",
                  "java.lang..",
                  "java.io",
                  "java.net",
                  "java.security",
                  "java.util..",
                  "org.jspecify.annotations"));

  /**
   * The code that runs before main, on its thread: lambdas are not safe before 8u40, the rest is
   * slow.
   */
  @ArchTest
  static final ArchRule premainIsBare =
      noClasses()
          .that()
          .resideInAPackage("dev.leasehold.agent")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.util.function",
                  "java.util.regex",
                  "java.util.stream",
                  "java.util.logging",
                  "java.lang.invoke",
                  "java.lang.management",
                  "java.time.."));

  @ArchTest
  static final ArchRule weavingIsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.inject.weave")
          .should()
          .dependOnClassesThat(resideInAPackage("org.objectweb.asm.."));

  /**
   * A named module may hide the class that is reached for: only an agent opens its packages then.
   */
  @ArchTest
  static final ArchRule whatLibrariesHideIsReachedInOnePlace =
      noClasses()
          .that()
          .doNotHaveSimpleName("ModuleAccess")
          .and()
          .resideOutsideOfPackage("dev.leasehold.vault") // It opens packages of the JDK.
          .should()
          .callMethodWhere(target(name("setAccessible")));

  /** A driver's socket may be asked whether it is encrypted. */
  @ArchTest
  static final ArchRule talkingIsWithVault =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.vault")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.apache.hc..", "javax.net..").and(not(type(SSLSocket.class))));

  @ArchTest
  static final ArchRule readingJsonIsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.json")
          .should()
          .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.."));

  private static String[] of(String... names) {
    return Arrays.stream(names).map(name -> "dev.leasehold." + name).toArray(String[]::new);
  }
}
