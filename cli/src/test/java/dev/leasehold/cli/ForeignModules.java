// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A packaged module {@code java.base} that has nothing but the description of this JVM's own. */
final class ForeignModules {

  /** The bytes before the zip in a file of {@code jmod}. */
  private static final byte[] HEADER = {'J', 'M', 1, 0};

  private ForeignModules() {}

  /**
   * Writes the module into the folder, with another constant in place of one of the description.
   */
  static void write(Path folder, String constant, String other) throws IOException {
    byte[] own = Files.readAllBytes(Path.of(URI.create("jrt:/java.base/module-info.class")));
    String text = new String(own, StandardCharsets.ISO_8859_1);
    String changed = text.replace(utf8(constant), utf8(other));
    try (OutputStream out = Files.newOutputStream(folder.resolve("java.base.jmod"))) {
      out.write(HEADER);
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.putNextEntry(new ZipEntry("classes/module-info.class"));
      zip.write(changed.getBytes(StandardCharsets.ISO_8859_1));
      zip.finish();
    }
  }

  /** A constant of a class file: tag, length and characters. */
  private static String utf8(String text) {
    return new StringBuilder()
        .append((char) 1)
        .append((char) 0)
        .append((char) text.length())
        .append(text)
        .toString();
  }
}
