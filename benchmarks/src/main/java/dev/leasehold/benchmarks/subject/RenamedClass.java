// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** A class of ours under the name of a driver's, which agents know, in a loader of its own. */
final class RenamedClass {

  private RenamedClass() {}

  static Class<?> of(Class<?> ours, String name) {
    try {
      return new Loader().define(name, renamed(ours, name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] renamed(Class<?> ours, String name) throws IOException {
    ClassWriter writer = new ClassWriter(0);
    SimpleRemapper remapper =
        new SimpleRemapper(
            Opcodes.ASM9, Map.of(Type.getInternalName(ours), name.replace('.', '/')));
    new ClassReader(ours.getName()).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  private static final class Loader extends ClassLoader {

    Loader() {
      super(RenamedClass.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
