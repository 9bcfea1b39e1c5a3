// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/**
 * Which modules {@code mvn deploy} publishes, and what a repository of artifacts wants to read of
 * them (https://central.sonatype.org/publish/requirements/).
 */
class PublishedModulesTest {

  private static final Path ROOT = Path.of("..");
  private static final String SKIP = "/project/properties/maven.deploy.skip";
  private static final List<String> WANTED =
      List.of(
          "name",
          "description",
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  private final XPath paths = XPathFactory.newInstance().newXPath();

  @Test
  void areTheAgentAlone() throws Exception {
    Map<String, String> said = new TreeMap<>();
    List<String> strangers = new ArrayList<>();
    for (Path pom : poms()) {
      Document module = parse(pom);
      String skip = paths.evaluate(SKIP, module);
      if (!skip.isEmpty()) {
        said.put(ROOT.relativize(pom).toString(), skip);
      }
      if (!pom.equals(ROOT.resolve("pom.xml"))
          && paths.evaluate("/project/parent/artifactId", module).isEmpty()) {
        strangers.add(pom.toString());
      }
    }
    assertThat(said).isEqualTo(Map.of("pom.xml", "true", "agent/pom.xml", "false"));
    assertThat(strangers).as("modules that inherit nothing").isEmpty();
  }

  @Test
  void sayWhatARepositoryWants() throws Exception {
    Document root = parse(ROOT.resolve("pom.xml"));
    for (String element : WANTED) {
      assertThat(paths.evaluate("/project/" + element, root).strip()).as(element).isNotEmpty();
    }
  }

  private static List<Path> poms() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 4)) {
      List<Path> poms =
          files
              .filter(file -> file.endsWith("pom.xml"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
      assertThat(poms).hasSizeGreaterThan(15);
      return poms;
    }
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
  }
}
