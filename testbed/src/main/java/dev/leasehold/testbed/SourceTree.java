// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checked-out project that the test bed was built in. Its servers' build script, PostgreSQL's
 * archives and the files under {@code deploy/} are used where they lie.
 */
public final class SourceTree {
  private static final String MARK = "testbed/servers/build";

  private SourceTree() {}

  /**
   * The project's directory, absolute; found upwards of the place these classes were loaded from.
   */
  public static Path root() {
    Path start = classes();
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      if (Files.isRegularFile(directory.resolve(MARK))) {
        return directory;
      }
    }
    throw new TestBedException(
        "no " + MARK + " above " + start + ": the test bed runs from a checked-out project only");
  }

  /** The content of a file given by its path from the project's directory. */
  public static String read(String path) {
    Path file = root().resolve(path);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new TestBedException("cannot read " + file, e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(SourceTree.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new TestBedException("the test bed's classes are not in a directory or a jar", e);
    }
  }
}
