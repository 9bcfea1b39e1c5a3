// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning, a question to the bridge; when the answer is yes, the method ends there. */
abstract class GuardCall extends BridgeCall {

  private final WovenMethod method;
  private final int answer;

  /**
   * Makes the call.
   *
   * @param answer the result of a method that returns a boolean: {@code ICONST_0} or {@code
   *     ICONST_1}; a method without a result just ends
   */
  GuardCall(MethodVisitor next, WovenMethod method, int answer) {
    super(next);
    this.method = method;
    this.answer = answer;
  }

  /** Calls the bridge; leaves a boolean on the stack. */
  abstract void ask();

  @Override
  public void visitCode() {
    super.visitCode();
    Label on = new Label();
    ask();
    super.visitJumpInsn(Opcodes.IFEQ, on);
    if (method.descriptor().endsWith(")V")) {
      super.visitInsn(Opcodes.RETURN);
    } else {
      super.visitInsn(answer);
      super.visitInsn(Opcodes.IRETURN);
    }
    super.visitLabel(on);
    method.beginningFrame(mv);
  }
}
