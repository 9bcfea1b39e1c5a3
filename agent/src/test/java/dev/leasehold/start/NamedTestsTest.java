// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.house.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A document proves nothing by a test that does not exist. */
class NamedTestsTest {

  /** Expected output and data of tests are no documents of the project's. */
  private static final Path DATA = Path.of("resources");

  /** A class of tests, and the method of it that a document may name. */
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:Test|IT))\\b(?:[.#](?!java\\b)([a-z]\\w*))?");

  @Test
  void existUnderTheNamesThatDocumentsGive() throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    Map<NamedTest, Path> named = new HashMap<>();
    for (Path file : Repository.files(name -> name.endsWith(".java"))) {
      sources.put(file.getFileName().toString().replace(".java", ""), file);
    }
    for (Path document : documents()) {
      NAMED
          .matcher(Repository.read(document))
          .results()
          .forEach(test -> named.put(new NamedTest(test.group(1), test.group(2)), document));
    }
    assertThat(named)
        .containsKeys(
            new NamedTest("PackageTableTest", null),
            new NamedTest("PoolMatrixIT", "theDocumentHasARowForEachVersion"));
    for (NamedTest test : Set.copyOf(named.keySet())) {
      if (test.isIn(sources.get(test.type()))) {
        named.remove(test);
      }
    }
    assertThat(named).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    return Repository.files(name -> name.endsWith(".md")).stream()
        .filter(file -> StreamSupport.stream(file.spliterator(), false).noneMatch(DATA::equals))
        .toList();
  }

  /**
   * A test as a document names it.
   *
   * @param method null where the document names the class alone
   */
  private record NamedTest(String type, @Nullable String method) {

    boolean isIn(@Nullable Path source) throws IOException {
      return source != null
          && (method == null || Repository.read(source).contains("void " + method + "("));
    }
  }
}
