// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.leasehold.testbed.SourceTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test bed's own classes stand for the classes that a table is for. */
class PackageRowsTest {

  private static final String ROOT = "| `testbed` | none | the root | testbed |\n";
  private static final String HOUSE = "| `testbed.house` | `testbed` | the rules | testbed |\n";

  private final JavaClasses classes =
      new ClassFileImporter().importClasses(Repository.class, SourceTree.class);

  @Test
  void areRightWhereClassesUseThePackagesThatTheyName() {
    assertThatCode(() -> check(ROOT + HOUSE)).doesNotThrowAnyException();
  }

  @Test
  void nameNoPackageThatIsNotUsed() {
    assertThatThrownBy(() -> check(ROOT.replace("none", "`testbed.house`") + HOUSE))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the row of testbed names testbed.house without a use");
  }

  @Test
  void nameEachPackageThatIsUsed() {
    assertThatThrownBy(() -> check(ROOT + HOUSE.replace("`testbed`", "none")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the row of testbed.house lacks testbed: Method <")
        .hasMessageContaining("Repository.java");
  }

  /** The compiler copies the constant, so that no class file shows the import. */
  @Test
  void nameThePackageOfEachConstantThatASourceImports() {
    String source = "package dev.leasehold.testbed;\n\nimport dev.leasehold.testbed.house.Rules;\n";
    assertThatThrownBy(() -> check(ROOT + HOUSE, source))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "the row of testbed lacks testbed.house: Source.java has import"
                + " dev.leasehold.testbed.house.Rules;");
    assertThatCode(() -> check(ROOT.replace("none", "`testbed.house`") + HOUSE, source))
        .doesNotThrowAnyException();
  }

  @Test
  void nameThePackageOfEachConstantThatASourceImportsByItsOwnName() {
    String source =
        "package dev.leasehold.testbed;\n\nimport static dev.leasehold.testbed.house.Rules.ALL;\n";
    assertThatThrownBy(() -> check(ROOT + HOUSE, source))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("lacks testbed.house: Source.java has import static");
  }

  @Test
  void areForAPackageThatIsThere() {
    assertThatThrownBy(() -> check(ROOT + HOUSE + ROOT.replace("`testbed`", "`nowhere`")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("the row of nowhere is for no class");
    assertThatThrownBy(() -> check(ROOT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the package testbed.house has no row");
  }

  @Test
  void nameNoPackageWithoutARow() {
    assertThatThrownBy(() -> check(ROOT.replace("none", "`nowhere`") + HOUSE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the row of testbed names nowhere, which has no row");
  }

  private void check(String rows, String... sources) {
    String table =
        "<!-- packages -->\n| package | may use | purpose | module |\n|---|---|---|---|\n"
            + rows
            + "<!-- /packages -->\n";
    List<PackageUse> imports =
        List.of(sources).stream()
            .flatMap(source -> PackageUse.inSource("Source.java", source))
            .toList();
    PackageTable.parse(table, "packages").check(classes, imports);
  }
}
