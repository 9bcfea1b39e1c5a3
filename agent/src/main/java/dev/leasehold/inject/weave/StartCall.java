// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At each normal end: {@code Bridge.poolStarted(kind, this)}. */
final class StartCall extends BridgeCall {

  private final String kind;

  StartCall(MethodVisitor next, String kind) {
    super(next);
    this.kind = kind;
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      super.visitLdcInsn(kind);
      load(0);
      callBridge("poolStarted", "(Ljava/lang/String;Ljava/lang/Object;)V");
    }
    super.visitInsn(opcode);
  }
}
