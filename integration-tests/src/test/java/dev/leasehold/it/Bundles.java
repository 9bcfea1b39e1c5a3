// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The workload as an OSGi bundle with its pool inside, and the driver as the bundle that it is. */
final class Bundles {

  private static final String APPLICATION = "com.example.pools";

  private Bundles() {}

  /**
   * Returns the command that runs the workload in a framework of {@code libraries.txt}.
   *
   * @param directory empty; where the bundles are to be
   */
  static List<String> command(Path directory, String framework, String driver, String pool)
      throws IOException {
    for (Path jar : Jars.library(driver).toList()) {
      if (jar.getFileName().toString().startsWith(driver)) {
        Files.copy(jar, directory.resolve(jar.getFileName()));
      }
    }
    List<Path> inside = Stream.concat(Stream.of(Jars.workload()), Jars.library(pool)).toList();
    write(directory.resolve("application.jar"), inside);
    String classPath =
        Stream.concat(Stream.of(testClasses()), Jars.library(framework))
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    return List.of(
        "-cp",
        classPath,
        OsgiHost.class.getName(),
        directory.toString(),
        APPLICATION,
        Workload.MAIN);
  }

  private static void write(Path bundle, List<Path> jars) throws IOException {
    String inside =
        jars.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.joining(","));
    try (OutputStream file = Files.newOutputStream(bundle);
        JarOutputStream to = new JarOutputStream(file, manifest(inside))) {
      for (Path jar : jars) {
        to.putNextEntry(new ZipEntry(jar.getFileName().toString()));
        Files.copy(jar, to);
      }
    }
  }

  private static Manifest manifest(String classPath) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            APPLICATION,
            "Bundle-ClassPath",
            classPath,
            "Import-Package",
            "javax.management,javax.naming,javax.sql,org.postgresql")
        .forEach(manifest.getMainAttributes()::putValue);
    return manifest;
  }

  private static Path testClasses() {
    return Path.of(Bundles.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
