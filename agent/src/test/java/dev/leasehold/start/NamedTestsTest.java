// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A document proves nothing by a test that does not exist. */
class NamedTestsTest {

  private static final Path REPOSITORY = Path.of("..");

  /** Folders that a build makes, or that hold no document of the project's. */
  private static final Set<String> SKIPPED = Set.of("target", "resources", ".git", "node_modules");

  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:Test|IT))[.`]");

  @Test
  void existUnderTheNamesThatDocumentsGive() throws IOException {
    Set<String> sources = new TreeSet<>();
    Map<String, Path> named = new TreeMap<>();
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
              sources.add(name.substring(0, name.length() - ".java".length()));
            } else if (name.endsWith(".md")) {
              NAMED
                  .matcher(Files.readString(file))
                  .results()
                  .forEach(test -> named.put(test.group(1), file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(named).containsKeys("PackageTableTest", "PoolMatrixIT");
    named.keySet().removeAll(sources);
    assertThat(named).isEmpty();
  }
}
