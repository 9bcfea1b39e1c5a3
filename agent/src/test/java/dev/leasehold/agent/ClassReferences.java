// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Which class of a jar names which others, as internal names. */
final class ClassReferences {

  private final Map<String, Set<String>> named = new TreeMap<>();

  private ClassReferences() {}

  /** Reads every class of the jar, under any prefix and suffix. */
  static ClassReferences of(JarFile jar) throws IOException {
    ClassReferences references = new ClassReferences();
    for (JarEntry entry : Collections.list(jar.entries())) {
      String name = entry.getName();
      if (name.endsWith(".class") || name.endsWith(".classdata")) {
        try (InputStream in = jar.getInputStream(entry)) {
          references.add(new ClassReader(in.readAllBytes()));
        }
      }
    }
    return references;
  }

  private void add(ClassReader reader) {
    Set<String> names = new TreeSet<>();
    Remapper collector =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            names.add(internalName);
            return internalName;
          }
        };
    reader.accept(new ClassRemapper(new ClassWriter(0), collector), 0);
    named.put(reader.getClassName(), names);
  }

  /** Returns the classes of the jar. */
  Set<String> classes() {
    return named.keySet();
  }

  /** Returns the classes that this class of the jar names, in the jar or not. */
  Set<String> namedBy(String internalName) {
    return named.getOrDefault(internalName, Set.of());
  }

  /** Returns the classes of the jar that these lead to, themselves included. */
  Set<String> reachedFrom(Collection<String> roots) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(roots);
    while (!next.isEmpty()) {
      String name = next.remove();
      if (named.containsKey(name) && reached.add(name)) {
        next.addAll(namedBy(name));
      }
    }
    return reached;
  }
}
