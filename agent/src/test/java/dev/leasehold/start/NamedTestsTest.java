// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A document proves nothing by a test that does not exist. */
class NamedTestsTest {

  private static final Path REPOSITORY = Path.of("..");

  /** Folders that a build makes, or that hold no document of the project's. */
  private static final Set<String> SKIPPED = Set.of("target", "resources", ".git", "node_modules");

  /** A class of tests, and the method of it that a document may name. */
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:Test|IT))\\b(?:[.#](?!java\\b)([a-z]\\w*))?");

  @Test
  void existUnderTheNamesThatDocumentsGive() throws IOException {
    Map<String, Path> sources = new TreeMap<>();
    Map<NamedTest, Path> named = new HashMap<>();
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
              sources.put(name.substring(0, name.length() - ".java".length()), file);
            } else if (name.endsWith(".md")) {
              NAMED
                  .matcher(Files.readString(file))
                  .results()
                  .forEach(test -> named.put(new NamedTest(test.group(1), test.group(2)), file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
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

  /**
   * A test as a document names it.
   *
   * @param method null where the document names the class alone
   */
  private record NamedTest(String type, @Nullable String method) {

    boolean isIn(@Nullable Path source) throws IOException {
      return source != null
          && (method == null || Files.readString(source).contains("void " + method + "("));
    }
  }
}
