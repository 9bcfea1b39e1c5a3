// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new version makes no file wrong that RELEASING.md does not name. */
class ReleaseTest {

  /** The version that the poms have between releases. */
  private static final Pattern VERSION = Pattern.compile("\\d-SNAPSHOT\\b");

  /** The path of a jar that Maven builds: the module, and the name of the jar. */
  private static final Pattern JAR =
      Pattern.compile("\\b([a-z][\\w-]*(?:/[\\w-]+)*)/target/([\\w.-]+\\.jar)\\b");

  private static final Pattern DENIAL =
      Pattern.compile(
          "(?i)\\b(no|not|none|never)\\b[^.|]{0,30}\\breleased?\\b[^.|]{0,20}\\byet\\b"
              + "|\\breleased?\\b[^.|]{0,40}\\b(no|not|none|never)\\b[^.|]{0,20}\\byet\\b"
              + "|\\b(not|never)\\s+(yet\\s+)?(been\\s+)?released\\b");

  @Test
  void findsTheVersionOfMavenInPomsAlone() throws IOException {
    List<Path> naming = filesThatHave(VERSION, file -> !isTest(file));
    assertThat(naming).allMatch(file -> file.endsWith("pom.xml"));
  }

  /** Without the {@code finalName} of a pom, the name of a jar has the version. */
  @Test
  void changesNoPathOfAJar() throws IOException {
    List<Path> files = filesThatHave(JAR, file -> true);
    assertThat(files).hasSizeGreaterThan(10);
    List<String> others = new ArrayList<>();
    for (Path file : files) {
      for (MatchResult jar : JAR.matcher(Repository.read(file)).results().toList()) {
        String name = finalName(file, jar.group(1));
        if (!jar.group(2).matches(Pattern.quote(name) + "(-[a-z-]+)?\\.jar")) {
          others.add(file + ": " + jar.group());
        }
      }
    }
    assertThat(others).isEmpty();
  }

  /** A path begins at the project's folder, or at the folder of the file that has it. */
  private static String finalName(Path file, String module) throws IOException {
    Path pom = Path.of(module, "pom.xml");
    if (!Files.exists(SourceTree.root().resolve(pom))) {
      pom = file.resolveSibling(pom);
    }
    return Repository.read(pom).replaceFirst("(?s).*<finalName>(.*?)</finalName>.*", "$1");
  }

  @Test
  void makesTheReadmeAloneWrongAboutReleases() throws IOException {
    List<Path> pages = filesThatHave(DENIAL, file -> file.toString().endsWith(".md"));
    assertThat(pages).isSubsetOf(Path.of("README.md"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- **Release:** there is none yet.",
        "There is no release yet: only",
        "Leasehold has not been released.",
        "None is released yet"
      })
  void findsAPageThatDeniesReleases(String text) {
    assertThat(text).containsPattern(DENIAL);
  }

  private static List<Path> filesThatHave(Pattern text, Predicate<Path> which) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path file : Repository.files(ReleaseTest::isText)) {
      if (which.test(file) && text.matcher(Repository.read(file)).find()) {
        found.add(file);
      }
    }
    return found;
  }

  /** Scripts have no suffix. */
  private static boolean isText(String name) {
    return name.matches("[\\w-]+|.*\\.(java|md|xml|yml|yaml|properties)");
  }

  private static boolean isTest(Path file) {
    return file.toString().contains("src/test/");
  }
}
