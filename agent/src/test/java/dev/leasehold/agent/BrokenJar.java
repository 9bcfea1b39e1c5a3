// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar that did not arrive whole. */
final class BrokenJar {

  private BrokenJar() {}

  static void withoutIsolatedClasses(Path whole, Path broken) throws IOException {
    without(name -> name.startsWith("inst/"), whole, broken);
  }

  /** Leaves out one of the isolated classes. */
  static void withoutClass(String className, Path whole, Path broken) throws IOException {
    String entry = "inst/" + className.replace('.', '/') + ".classdata";
    without(entry::equals, whole, broken);
  }

  private static void without(Predicate<String> missing, Path whole, Path broken)
      throws IOException {
    try (JarFile from = new JarFile(whole.toFile());
        OutputStream file = Files.newOutputStream(broken);
        ZipOutputStream to = new ZipOutputStream(file)) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        if (!missing.test(entry.getName())) {
          to.putNextEntry(new ZipEntry(entry.getName()));
          from.getInputStream(entry).transferTo(to);
        }
      }
    }
  }
}
