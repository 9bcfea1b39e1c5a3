// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;
import java.sql.Driver;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** The idle driver under the name that agents know. */
public final class PostgresDriver {

  private static final String NAME = "org.postgresql.Driver";

  private PostgresDriver() {}

  /** Returns an idle driver whose class is called {@code org.postgresql.Driver}. */
  public static Driver load() {
    try {
      return (Driver) new Loader().define(renamed()).getConstructor().newInstance();
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] renamed() throws IOException {
    ClassWriter writer = new ClassWriter(0);
    String name = Type.getInternalName(IdleDriver.class);
    SimpleRemapper remapper =
        new SimpleRemapper(Opcodes.ASM9, Map.of(name, NAME.replace('.', '/')));
    new ClassReader(IdleDriver.class.getName()).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  private static final class Loader extends ClassLoader {

    Loader() {
      super(PostgresDriver.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(NAME, bytes, 0, bytes.length);
    }
  }
}
