// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Counts the slots for variables that each method with code uses. */
final class LocalsCount extends ClassVisitor {

  private final Map<String, Integer> locals = new HashMap<>();

  private LocalsCount() {
    super(Opcodes.ASM9);
  }

  /** Returns the counts by name and descriptor. */
  static Map<String, Integer> of(ClassReader reader) {
    LocalsCount count = new LocalsCount();
    reader.accept(count, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return count.locals;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitMaxs(int maxStack, int maxLocals) {
        locals.put(name + descriptor, maxLocals);
      }
    };
  }
}
