// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The pauses of a driver between its tries of several hosts: some 250 ms where all have failed,
 * which no parameter of MySQL's shortens. A test of a hundred thousand URLs cannot wait for them.
 */
final class DriverPauses {

  /** Ends of the names of classes that try the hosts of a URL, each as often as they are told. */
  private static final List<String> TRYING =
      List.of(
          "BalanceStrategy",
          "ConnectionProxy",
          "ConnectionImpl",
          "MultiPrimaryClient",
          "MasterProtocol",
          "MastersReplicasProtocol");

  private DriverPauses() {}

  static boolean mayBeIn(String internalName) {
    return TRYING.stream().anyMatch(internalName::endsWith);
  }

  /** Returns a class whose methods do not sleep. */
  static byte[] takenOut(byte[] classfile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classfile).accept(new AwakeClass(writer), 0);
    return writer.toByteArray();
  }

  private static final class AwakeClass extends ClassVisitor {

    AwakeClass(ClassVisitor writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String type,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new AwakeMethod(super.visitMethod(access, name, type, signature, exceptions));
    }
  }

  private static final class AwakeMethod extends MethodVisitor {

    AwakeMethod(MethodVisitor writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public void visitMethodInsn(
        int code, String owner, String name, String type, boolean ofInterface) {
      if (owner.equals("java/lang/Thread") && name.equals("sleep") && type.equals("(J)V")) {
        visitInsn(Opcodes.POP2);
      } else {
        super.visitMethodInsn(code, owner, name, type, ofInterface);
      }
    }
  }
}
