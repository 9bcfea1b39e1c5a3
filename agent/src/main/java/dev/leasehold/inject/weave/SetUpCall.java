// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At each end, by a failure too: {@code Bridge.poolSetUp(kind, this, firstArgument)}. */
final class SetUpCall extends BridgeCall {

  private static final String THROWABLE = "java/lang/Throwable";

  private final WovenMethod method;
  private final String kind;
  private final Label begin = new Label();

  SetUpCall(MethodVisitor next, WovenMethod method, String kind) {
    super(next);
    this.method = method;
    this.kind = kind;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLabel(begin);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      tell();
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    super.visitLabel(end);
    method.frame(mv, method.parameters(), THROWABLE);
    tell();
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(begin, end, end, THROWABLE); // The last one is the outermost.
    super.visitMaxs(maxStack, maxLocals);
  }

  private void tell() {
    super.visitLdcInsn(kind);
    load(0);
    load(1);
    callBridge("poolSetUp", "(Ljava/lang/String;Ljava/lang/Object;Ljava/lang/Object;)V");
  }
}
