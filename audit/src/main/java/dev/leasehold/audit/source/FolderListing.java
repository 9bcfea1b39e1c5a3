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

/**
 * The files of a folder in which other programs rename and remove files: a file that is gone before
 * it is looked at is left out.
 *
 * @param files in no order; also links, and folders at the greatest depth
 * @param denied what may not be looked at
 */
public record FolderListing(List<Path> files, List<Path> denied) {

  /** Copies what can change. */
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
    List<Path> files = new ArrayList<>();
    List<Path> denied = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.<FileVisitOption>of(),
        depth,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem) {
            if (problem instanceof AccessDeniedException) {
              denied.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem) {
            return FileVisitResult.CONTINUE;
          }
        });
    return new FolderListing(files, denied);
  }
}
