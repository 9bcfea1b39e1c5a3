// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The files of a folder in which other programs rename and remove files. A file that is gone before
 * it is looked at is left out. The folder may be a link, and the names begin with the folder's name
 * as it is given. A link in it that leads to a folder is not followed.
 *
 * @param files in no order; also links, and folders at the greatest depth
 * @param denied entries that may not be looked at
 */
public record FolderListing(List<Path> files, List<Path> denied) {

  /** Copies the lists, which can change. */
  public FolderListing {
    files = List.copyOf(files);
    denied = List.copyOf(denied);
  }

  /** Lists a folder and all folders in it. */
  public static FolderListing all(Path folder) throws IOException {
    return list(folder, Integer.MAX_VALUE);
  }

  /** Lists a folder alone. */
  public static FolderListing flat(Path folder) throws IOException {
    return list(folder, 1);
  }

  private static FolderListing list(Path folder, int depth) throws IOException {
    Path real;
    try {
      real = folder.toRealPath();
    } catch (AccessDeniedException denied) {
      return new FolderListing(List.of(), List.of(folder));
    } catch (IOException gone) { // Or a network's file system is away for a moment.
      return new FolderListing(List.of(), List.of());
    }
    List<Path> files = new ArrayList<>();
    List<Path> denied = new ArrayList<>();
    UnaryOperator<Path> named = file -> folder.resolve(real.relativize(file));
    walk(real, depth, file -> files.add(named.apply(file)), file -> denied.add(named.apply(file)));
    return new FolderListing(files, denied);
  }

  private static void walk(Path folder, int depth, Consumer<Path> files, Consumer<Path> denied)
      throws IOException {
    Files.walkFileTree(
        folder,
        Set.<FileVisitOption>of(),
        depth,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.accept(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            if (problem instanceof AccessDeniedException) {
              denied.accept(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
