// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** How an agent may change a class when it is loaded. Nobody can do so when it has been loaded. */
enum ClassChange {
  /** One more field. */
  FIELD,
  /** No field private or final that was so. */
  MODIFIER,
  /** One more method, field and interface, and a modifier. */
  METHOD,
  /** One more member of its nest, of which a class says nothing that shows. Java 11 or later. */
  NEST;

  private static final String ADDED = "addedByAnotherAgent";

  /** Names a class that a driver's classes do not load by themselves before they connect. */
  private static final String ADDED_METHOD = "(Lorg/postgresql/jdbc/PgConnection;)V";

  /** Returns the class file with the change. */
  byte[] made(byte[] classfile) {
    ClassReader reader = new ClassReader(classfile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Change(writer), 0);
    return writer.toByteArray();
  }

  private final class Change extends ClassVisitor {

    private Change(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      switch (ClassChange.this) {
        case FIELD, MODIFIER ->
            super.visit(version, access, name, signature, superName, interfaces);
        case METHOD -> {
          String[] more = Arrays.copyOf(interfaces, interfaces.length + 1);
          more[interfaces.length] = "java/lang/Cloneable";
          super.visit(version, access | Opcodes.ACC_FINAL, name, signature, superName, more);
          addMethod();
        }
        case NEST -> {
          super.visit(Opcodes.V11, access, name, signature, superName, interfaces);
          super.visitNestMember(name + ADDED);
        }
      }
      if (ClassChange.this == FIELD || ClassChange.this == METHOD) {
        super.visitField(Opcodes.ACC_PRIVATE, ADDED, "Ljava/lang/Object;", null, null).visitEnd();
      }
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      int lost = ClassChange.this == MODIFIER ? Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL : 0;
      return super.visitField(access & ~lost, name, descriptor, signature, value);
    }

    private void addMethod() {
      MethodVisitor method = super.visitMethod(Opcodes.ACC_PUBLIC, ADDED, ADDED_METHOD, null, null);
      method.visitCode();
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, 2);
      method.visitEnd();
    }
  }
}
