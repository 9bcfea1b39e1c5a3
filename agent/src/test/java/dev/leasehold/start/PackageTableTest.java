package dev.leasehold.start;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.stream.Stream;

/** The table of packages in docs/architecture.md, which is that of the design. */
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

  @ArchTest static final ArchRule bootstrap = mayImport("bootstrap");
  @ArchTest static final ArchRule target = mayImport("target");
  @ArchTest static final ArchRule config = mayImport("config", "target");
  @ArchTest static final ArchRule lease = mayImport("lease", "target");
  @ArchTest static final ArchRule vault = mayImport("vault", "lease", "config");
  @ArchTest static final ArchRule agent = mayImport("agent", "bootstrap");
  @ArchTest static final ArchRule retire = mayImport("retire", "lease", "target");
  @ArchTest static final ArchRule weave = mayImport("inject.weave");

  @ArchTest
  static final ArchRule inject = mayImport("inject", "lease", "target", "bootstrap", "retire");

  @ArchTest
  static final ArchRule drivers =
      mayImport(
          "inject.driver.*", "inject", "inject.pool", "inject.weave", "lease", "target", "retire");

  @ArchTest static final ArchRule everyPool = mayImport("inject.pool", "inject", "retire");

  @ArchTest
  static final ArchRule pools =
      mayImport("inject.pool.*", "inject", "inject.pool", "inject.weave", "retire");

  @ArchTest
  static final ArchRule catalog =
      mayImport(
          "inject.catalog", "inject", "inject.weave", "inject.driver.*", "inject.pool.*", "retire");

  @ArchTest
  static final ArchRule observe = mayImport("observe", "lease", "target", "vault", "retire");

  @ArchTest
  static final ArchRule everyPackageIsInTheTable =
      classes()
          .should()
          .resideInAnyPackage(
              of(
                  "bootstrap",
                  "target",
                  "config",
                  "lease",
                  "vault",
                  "agent",
                  "retire",
                  "inject",
                  "inject.weave",
                  "inject.driver.*",
                  "inject.pool",
                  "inject.pool.*",
                  "inject.catalog",
                  "observe",
                  "start"));

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

  /** What runs before main, on its thread: lambdas are not safe before 8u40, the rest is slow. */
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

  @ArchTest
  static final ArchRule talkingIsWithVault =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.leasehold.vault")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("com.fasterxml.jackson..", "org.apache.hc..", "javax.net.."));

  private static ArchRule mayImport(String name, String... others) {
    String[] allowed =
        of(Stream.concat(Stream.of(name), Arrays.stream(others)).toArray(String[]::new));
    return noClasses()
        .that()
        .resideInAPackage("dev.leasehold." + name)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.leasehold..").and(not(resideInAnyPackage(allowed))));
  }

  private static String[] of(String... names) {
    return Arrays.stream(names).map(name -> "dev.leasehold." + name).toArray(String[]::new);
  }
}
