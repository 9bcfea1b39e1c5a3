// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the build has put the jars that the tests run. */
public final class Jars {

  private static final Path ROOT = Path.of(System.getProperty("leasehold.root", ".."));
  private static final Path LIBRARIES =
      Path.of(System.getProperty("leasehold.libraries", "target/libraries"));

  /** The one jar that users attach. */
  static final Path AGENT = built("agent/target/leasehold-agent.jar");

  private Jars() {}

  /** Returns a file of the build; fails with the fix if it is not there. */
  public static Path built(String path) {
    Path file = ROOT.resolve(path).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is missing: run mvn package first");
    }
    return file;
  }

  /** Returns the coordinates in {@code libraries.txt}, each {@code group:artifact:version}. */
  public static List<String> libraries() {
    try {
      return Files.readAllLines(LIBRARIES.resolve("libraries.txt")).stream()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the class path of one of the tests' applications with these libraries of {@code
   * libraries.txt}.
   */
  public static String classPath(String application, List<String> libraries) {
    return Stream.concat(
            Stream.of(application(application)), libraries.stream().flatMap(Jars::library))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the workload without its libraries. */
  static Path workload() {
    return application("pools");
  }

  private static Path application(String name) {
    return built("integration-tests/applications/" + name + "/target/" + name + ".jar");
  }

  /** Makes a directory for one process. */
  static Path scratch(String name) {
    try {
      Path directory = Files.createTempDirectory("leasehold-it-" + name + "-");
      directory.toFile().deleteOnExit(); // Programs that run there write nothing into it.
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the jars of a library and of its dependencies. */
  public static Stream<Path> library(String name) {
    Path directory = LIBRARIES.resolve(name).toAbsolutePath();
    try (Stream<Path> jars = Files.list(directory)) {
      return jars.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(
          directory + " is missing: name it in integration-tests/libraries.txt", e);
    }
  }
}
