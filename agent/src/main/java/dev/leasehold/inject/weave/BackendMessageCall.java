// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * At the beginning: {@code if (first instanceof Type) Bridge.onBackendMessage(kind, this, first)}.
 */
final class BackendMessageCall extends BridgeCall {

  private final WovenMethod method;
  private final String kind;
  private final String type;

  BackendMessageCall(MethodVisitor next, WovenMethod method, String kind, String type) {
    super(next);
    this.method = method;
    this.kind = kind;
    this.type = type;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label on = new Label();
    load(1);
    super.visitTypeInsn(Opcodes.INSTANCEOF, type);
    super.visitJumpInsn(Opcodes.IFEQ, on);
    super.visitLdcInsn(kind);
    load(0);
    load(1);
    callBridge("onBackendMessage", "(Ljava/lang/String;Ljava/lang/Object;Ljava/lang/Object;)V");
    super.visitLabel(on);
    method.beginningFrame(mv);
  }
}
