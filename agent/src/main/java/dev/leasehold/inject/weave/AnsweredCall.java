// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Around the whole of a method that returns nothing: {@code Bridge.answered(loginPoint, parameter,
 * null)} where it returns, {@code Bridge.answered(loginPoint, parameter, thrown)} where it throws.
 * The driver's code must leave the parameter as it is.
 */
final class AnsweredCall extends BridgeCall {

  private static final String THROWABLE = "java/lang/Throwable";

  private final WovenMethod method;
  private final String loginPoint;
  private final int parameter;
  private final Label begin = new Label();

  AnsweredCall(MethodVisitor next, WovenMethod method, String loginPoint, int parameter) {
    super(next);
    this.method = method;
    this.loginPoint = loginPoint;
    this.parameter = parameter;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLabel(begin);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.RETURN) {
      super.visitInsn(Opcodes.ACONST_NULL);
      tell();
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    super.visitLabel(end);
    method.frame(mv, method.parameters(), THROWABLE);
    super.visitInsn(Opcodes.DUP);
    tell();
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(begin, end, end, THROWABLE); // The last one is the outermost.
    super.visitMaxs(maxStack, maxLocals);
  }

  /** Takes the thrown exception, or null, from the stack. */
  private void tell() {
    super.visitLdcInsn(loginPoint);
    super.visitInsn(Opcodes.SWAP);
    load(ReachingCall.slot(method, parameter));
    super.visitInsn(Opcodes.SWAP);
    callBridge("answered", "(Ljava/lang/String;Ljava/lang/Object;L" + THROWABLE + ";)V");
  }
}
