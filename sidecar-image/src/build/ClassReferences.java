// SPDX-License-Identifier: Apache-2.0

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes references into a list of loaded classes ({@code -XX:DumpLoadedClassList}): {@code @cp
 * CLASS INDEX...}. The JVM is to resolve them in each class when it makes an archive of the list.
 * They are all classes, fields and methods that the class refers to, and the call sites of lambdas
 * that a rehearsal came to. Of the former the JVM takes only references to classes in the archive.
 *
 * <p>All else that a rehearsal has resolved is left out. It differs between rehearsals, by the time
 * of their threads and by random numbers. Arguments: the list, which is replaced. The classes are on
 * the class path or in this JVM.
 */
public final class ClassReferences {

  private static final String RESOLVED = "@cp ";

  /** Made anew by jlink for each run-time, so this JVM has another. */
  private static final String MODULES = "jdk/internal/module/SystemModules";

  /** Tags of a class file's constant pool (The Java Virtual Machine Specification, 4.4). */
  private static final int UTF8 = 1;

  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int INVOKE_DYNAMIC = 18;

  private ClassReferences() {}

  /** Replaces the list. */
  public static void main(String[] arguments) throws IOException {
    Path list = Path.of(arguments[0]);
    List<String> kept = new ArrayList<>();
    Map<String, TreeSet<Integer>> resolved = new TreeMap<>();
    Map<String, TreeSet<String>> rehearsed = new TreeMap<>(); // By one rehearsal, or by several.
    for (String line : Files.readAllLines(list)) {
      if (line.startsWith(RESOLVED)) {
        List<String> words = List.of(line.substring(RESOLVED.length()).split(" "));
        rehearsed
            .computeIfAbsent(words.get(0), name -> new TreeSet<>())
            .addAll(words.subList(1, words.size()));
      } else {
        kept.add(line);
        if (!line.startsWith("@")) {
          resolved.put(line, new TreeSet<>());
        }
      }
    }
    for (Map.Entry<String, TreeSet<Integer>> entry : resolved.entrySet()) {
      add(entry.getKey(), rehearsed.getOrDefault(entry.getKey(), new TreeSet<>()), entry.getValue());
      if (!entry.getValue().isEmpty()) {
        StringBuilder line = new StringBuilder(RESOLVED).append(entry.getKey());
        entry.getValue().forEach(index -> line.append(' ').append(index));
        kept.add(line.toString());
      }
    }
    Files.write(list, kept);
  }

  private static void add(String name, TreeSet<String> rehearsed, TreeSet<Integer> resolved)
      throws IOException {
    if (name.startsWith(MODULES)) {
      return;
    }
    try (InputStream file = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      if (file == null) {
        return; // Made while the program runs.
      }
      DataInputStream bytes = new DataInputStream(file);
      bytes.skipNBytes(8); // Magic number and version.
      int count = bytes.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = bytes.readUnsignedByte();
        boolean site = tag == INVOKE_DYNAMIC && rehearsed.contains(Integer.toString(i));
        if (site || refersToClassFieldOrMethod(tag)) {
          resolved.add(i);
        }
        bytes.skipNBytes(tag == UTF8 ? bytes.readUnsignedShort() : length(tag));
        if (tag == LONG || tag == DOUBLE) {
          i++; // These take two places.
        }
      }
    }
  }

  private static boolean refersToClassFieldOrMethod(int tag) {
    return tag == 7 || tag >= 9 && tag <= 11;
  }

  private static int length(int tag) {
    return switch (tag) {
      case 3, 4, 9, 10, 11, 12, 17, INVOKE_DYNAMIC -> 4;
      case LONG, DOUBLE -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IllegalArgumentException("no such tag: " + tag);
    };
  }
}
