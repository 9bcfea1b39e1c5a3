// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.house;

import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project, for tests that hold them to a rule. */
public final class Repository {

  /** The modules that users run. */
  public static final List<String> PRODUCT =
      List.of("agent", "audit", "bootstrap", "cli", "config", "lease", "sidecar-image", "vault");

  /**
   * Folders of files that are made or downloaded. Other tests make and delete files there
   * meanwhile.
   */
  private static final Set<String> SKIPPED = Set.of(".git", "node_modules");

  private static final Path SOURCES = Path.of("src", "main", "java");

  private Repository() {}

  /**
   * Lists files in the order of their paths.
   *
   * @param which tells by the name of a file
   * @return paths from the project's folder, without paths below folders of builds and tools
   */
  public static List<Path> files(Predicate<String> which) throws IOException {
    List<Path> found = new ArrayList<>();
    Path root = SourceTree.root();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isSkipped(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (which.test(file.getFileName().toString())) {
              found.add(root.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  /** Returns whether a folder is to be skipped. A package may have the name of a build's folder. */
  private static boolean isSkipped(Path folder) {
    return SKIPPED.contains(folder.getFileName().toString())
        || (folder.endsWith("target") && Files.exists(folder.resolveSibling("pom.xml")));
  }

  /**
   * Lists the Java sources of modules, without the sources of their tests.
   *
   * @param modules their folders
   * @return paths as of {@link #files}
   */
  public static List<Path> sources(Collection<String> modules) throws IOException {
    return files(name -> name.endsWith(".java")).stream()
        .filter(file -> modules.contains(file.getName(0).toString()))
        .filter(file -> file.subpath(1, file.getNameCount()).startsWith(SOURCES))
        .toList();
  }

  /** Returns the content of a file by its path from the project's folder. */
  public static String read(Path file) throws IOException {
    return Files.readString(SourceTree.root().resolve(file));
  }
}
