// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The profiles of the long forms. A test that a profile names is there, as Maven passes over a
 * missing test. The documentation and the nightly workflow list every profile.
 */
class LongFormsTest {

  private static final Path ROOT = Path.of("..");

  /** They run tests in their short form, or write files anew. */
  private static final Set<String> NO_LONG_FORMS = Set.of("docs", "golden", "it", "spark");

  /** Tests that read a property of a long form, and are left to {@code ./verify} with it. */
  private static final Set<String> OF_NO_PROFILE = Set.of("ReactiveIT", "SingleProcessFaultsIT");

  private static final List<String> MODULES =
      List.of(
          "lease",
          "vault",
          "config",
          "agent",
          "cli",
          "audit",
          "sidecar-image",
          "samples/demo",
          "integration-tests",
          "integration-tests/spark");

  private static final Pattern TEST = Pattern.compile("(Test|IT)\\.java$");

  @Test
  void everyProfileNamesTestsThatThereAre() throws Exception {
    for (Map.Entry<String, Element> profile : allProfiles().entrySet()) {
      String tests = text(profile.getValue(), "test") + ',' + text(profile.getValue(), "it.test");
      assertThat(tests.split(",", -1))
          .as(profile.getKey())
          .allMatch(name -> name.equals("none") || isATest(name));
    }
    assertThat(profiles().values())
        .allMatch(form -> !(text(form, "test") + text(form, "it.test")).equals("nonenone"));
  }

  @Test
  void everyTestThatReadsAPropertyIsInItsProfile() throws Exception {
    for (Element profile : profiles().values()) {
      String option = text(profile, "argLine");
      String property = option.substring("-D".length(), option.indexOf('='));
      Set<String> run = new TreeSet<>(OF_NO_PROFILE);
      run.addAll(List.of((text(profile, "test") + ',' + text(profile, "it.test")).split(",", -1)));
      assertThat(testsThatRead(property)).as(property).isNotEmpty().isSubsetOf(run);
    }
  }

  private static Set<String> testsThatRead(String property) throws IOException {
    Set<String> tests = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
        for (Path file : files.filter(each -> TEST.matcher(each.toString()).find()).toList()) {
          if (Files.readString(file).contains('"' + property + '"')) {
            tests.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    return tests;
  }

  @Test
  void everyOtherProfileIsInACommandOfContributing() throws Exception {
    assertThat(read("CONTRIBUTING.md", "(?m)^mvn -P([a-z]+) -pl ").map(m -> m.group(1)))
        .containsAll(NO_LONG_FORMS);
  }

  @Test
  void everyProfileIsDocumentedWithItsProperty() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    read("CONTRIBUTING.md", "(?m)^\\| `([a-z-]+)` \\| `(leasehold\\.[a-z-]+=\\w+)` \\|")
        .forEach(row -> documented.put(row.group(1), row.group(2)));
    Map<String, String> defined = new TreeMap<>();
    profiles().forEach((id, profile) -> defined.put(id, text(profile, "argLine").substring(2)));
    assertThat(documented).isEqualTo(defined);
  }

  @Test
  void everyProfileRunsEachNight() throws Exception {
    assertThat(read(".github/workflows/nightly.yml", "(?m)^ {10}- ([a-z-]+)$").map(m -> m.group(1)))
        .containsExactlyInAnyOrderElementsOf(profiles().keySet());
  }

  /** Returns the profiles of the long forms. */
  private static Map<String, Element> profiles() throws Exception {
    Map<String, Element> profiles = allProfiles();
    assertThat(profiles).containsKeys(NO_LONG_FORMS.toArray(String[]::new));
    profiles.keySet().removeAll(NO_LONG_FORMS);
    return profiles;
  }

  private static Map<String, Element> allProfiles() throws Exception {
    NodeList found =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(ROOT.resolve("pom.xml").toFile())
            .getElementsByTagName("profile");
    Map<String, Element> profiles = new TreeMap<>();
    for (int i = 0; i < found.getLength(); i++) {
      if (found.item(i) instanceof Element profile) {
        profiles.put(text(profile, "id"), profile);
      }
    }
    return profiles;
  }

  private static String text(Element profile, String tag) {
    Node node = profile.getElementsByTagName(tag).item(0);
    return node == null ? "none" : node.getTextContent();
  }

  private static boolean isATest(String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern + ".java");
    return MODULES.stream()
        .anyMatch(module -> isIn(ROOT.resolve(module).resolve("src/test/java"), matcher));
  }

  private static boolean isIn(Path sources, PathMatcher matcher) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.anyMatch(file -> matcher.matches(file.getFileName()));
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static Stream<MatchResult> read(String file, String pattern) throws IOException {
    return Pattern.compile(pattern).matcher(Files.readString(ROOT.resolve(file))).results();
  }
}
