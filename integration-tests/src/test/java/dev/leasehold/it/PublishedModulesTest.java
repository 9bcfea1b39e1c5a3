// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/**
 * The modules that {@code mvn deploy} publishes, and the data that a repository of artifacts
 * requires of them (https://central.sonatype.org/publish/requirements/).
 */
class PublishedModulesTest {

  private static final Path ROOT = Path.of("pom.xml");
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
        said.put(pom.toString(), skip);
      }
      if (!pom.equals(ROOT) && paths.evaluate("/project/parent/artifactId", module).isEmpty()) {
        strangers.add(pom.toString());
      }
    }
    assertThat(said).isEqualTo(Map.of("pom.xml", "true", "agent/pom.xml", "false"));
    assertThat(strangers).as("modules that inherit nothing").isEmpty();
  }

  @Test
  void sayWhatARepositoryWants() throws Exception {
    Document root = parse(ROOT);
    for (String element : WANTED) {
      assertThat(paths.evaluate("/project/" + element, root).strip()).as(element).isNotEmpty();
    }
  }

  private static List<Path> poms() throws IOException {
    List<Path> poms = Repository.files("pom.xml"::equals);
    assertThat(poms).hasSizeGreaterThan(15);
    return poms;
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(SourceTree.root().resolve(pom).toFile());
  }
}
