// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Makes a fork of pgjdbc as vendors do: under a package and with URLs of its own, the rest as it
 * is.
 */
public final class ForkedDriver {

  /** The fork's driver. */
  public static final String CLASS = "com.example.forked.Driver";

  private static final String PACKAGE = "org/postgresql/";
  private static final String FORKED_PACKAGE = "com/example/forked/";
  private static final String URL = "jdbc:postgresql:";
  private static final String FORKED_URL = "jdbc:forked:";

  private ForkedDriver() {}

  /** Writes the fork of the newest pgjdbc into the directory. */
  public static Path in(Path directory) throws IOException {
    Path target = directory.resolve("forked.jar");
    try (JarFile original = new JarFile("target/libraries/postgresql-newest.jar");
        JarOutputStream fork = new JarOutputStream(Files.newOutputStream(target))) {
      Enumeration<JarEntry> entries = original.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        boolean kept =
            entry.getName().startsWith(PACKAGE) || entry.getName().startsWith("META-INF/services/");
        if (kept && !entry.isDirectory()) {
          fork.putNextEntry(new JarEntry(forked(entry.getName())));
          try (InputStream in = original.getInputStream(entry)) {
            fork.write(forked(entry.getName(), in.readAllBytes()));
          }
        }
      }
    }
    return target;
  }

  /** Returns the fork's URL for a URL of pgjdbc. */
  public static String url(String url) {
    return forked(url);
  }

  private static byte[] forked(String name, byte[] content) {
    if (name.equals("META-INF/services/java.sql.Driver")) {
      return CLASS.getBytes(StandardCharsets.US_ASCII);
    }
    if (!name.endsWith(".class")) {
      return content;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(content).accept(new ClassRemapper(writer, new Names()), 0);
    return writer.toByteArray();
  }

  private static String forked(String text) {
    return text.replace(PACKAGE, FORKED_PACKAGE)
        .replace(PACKAGE.replace('/', '.'), FORKED_PACKAGE.replace('/', '.'))
        .replace(URL, FORKED_URL);
  }

  private static final class Names extends Remapper {

    @Override
    public String map(String internalName) {
      return forked(internalName);
    }

    @Override
    public Object mapValue(Object value) {
      return value instanceof String text ? forked(text) : super.mapValue(value);
    }
  }
}
