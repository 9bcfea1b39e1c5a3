// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import dev.leasehold.it.Jars;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A library as a version that nobody has seen may be: it works as it did, and a member of one class
 * has another name.
 */
final class BentLibrary {

  /** The version that its jars say they are. */
  static final String VERSION = "99.9";

  private BentLibrary() {}

  /**
   * Copies a library of {@code libraries.txt}, and its dependencies, with one member renamed.
   *
   * @param member of a class, as {@code com/example/Pool.idle}; a field or a method
   * @return a directory that stands for the library
   */
  static Path of(String library, String member) {
    String version = library.replaceAll(".*-(?=\\d)", "");
    try {
      Path directory = Files.createTempDirectory("leasehold-it-bent-");
      for (Path jar : Jars.library(library).toList()) {
        String name = jar.getFileName().toString().replace(version, VERSION);
        copy(jar, directory.resolve(name), new Renamed(member));
        directory.resolve(name).toFile().deleteOnExit();
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to, Renamed renamed) throws IOException {
    try (JarFile original = new JarFile(from.toFile());
        JarOutputStream bent = new JarOutputStream(Files.newOutputStream(to))) {
      Enumeration<JarEntry> entries = original.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        bent.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = original.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          bent.write(renamed.isUsedIn(entry.getName()) ? renamed.in(content) : content);
        }
      }
    }
  }

  private static final class Renamed extends Remapper {

    private final String owner;
    private final String member;

    Renamed(String member) {
      super(Opcodes.ASM9);
      int dot = member.indexOf('.');
      this.owner = member.substring(0, dot);
      this.member = member.substring(dot + 1);
    }

    /** A class's members are used in its package. */
    boolean isUsedIn(String entry) {
      return entry.endsWith(".class")
          && entry.startsWith(owner.substring(0, owner.lastIndexOf('/')));
    }

    byte[] in(byte[] classfile) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(classfile).accept(new ClassRemapper(writer, this), 0);
      return writer.toByteArray();
    }

    @Override
    public String mapFieldName(String in, String name, String descriptor) {
      return renamed(in, name);
    }

    @Override
    public String mapMethodName(String in, String name, String descriptor) {
      return renamed(in, name);
    }

    private String renamed(String in, String name) {
      return in.equals(owner) && name.equals(member) ? name + "Renamed" : name;
    }
  }
}
