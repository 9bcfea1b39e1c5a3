// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.kubernetes.ImageArchive;
import dev.leasehold.testbed.kubernetes.SampleImages;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The sample python-psycopg with the machine's Python, which finds its library beside itself. */
final class PythonImage {

  private static final String WHERE =
      "import os, sys, sysconfig;"
          + " print(os.path.realpath(sys.executable), sysconfig.get_path('stdlib'),"
          + " sysconfig.get_path('purelib'), sep='\\n')";

  /**
   * The parts of the standard library and of the installed packages that the sample does not need.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "site-packages",
          "dist-packages",
          "test",
          "idlelib",
          "tkinter",
          "turtledemo",
          "lib2to3",
          "ensurepip",
          "pip",
          "setuptools");

  private PythonImage() {}

  /** Writes it, and returns the archive. */
  static Path write(SampleImages samples, Path prepared) {
    String python = prepared.resolve("bin/python").toString();
    List<Path> where =
        Command.run(prepared, List.of(python, "-c", WHERE)).lines().map(Path::of).toList();
    Path program = where.get(0);
    List<Path> library = files(where.get(1));
    List<Path> packages = files(where.get(2));
    Path[] linked =
        Stream.concat(Stream.of(program), Stream.concat(library.stream(), packages.stream()))
            .filter(file -> file.equals(program) || file.toString().contains(".so"))
            .toArray(Path[]::new);
    ImageArchive image = samples.image(NodeImages.PYTHON, linked);
    image.file(program, "python/bin/python3");
    String version = Objects.requireNonNull(where.get(1).getFileName()).toString();
    add(image, "python/lib/" + version + "/", where.get(1), library);
    add(image, "orders/", where.get(2), packages); // The program's own directory is looked in.
    return image
        .file(Jars.built("samples/python-psycopg/orders.py"), "orders/orders.py")
        .entrypoint("/python/bin/python3", "/orders/orders.py")
        .write(samples.archive(NodeImages.PYTHON));
  }

  private static void add(ImageArchive image, String path, Path directory, List<Path> files) {
    files.forEach(file -> image.file(file, path + directory.relativize(file)));
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> isNeeded(directory, file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNeeded(Path directory, Path file) {
    String first = directory.relativize(file).getName(0).toString();
    return !LEFT_OUT.contains(first) && !first.startsWith("config-");
  }
}
