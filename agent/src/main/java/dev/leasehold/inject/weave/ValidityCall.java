package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning: {@code if (Bridge.isRetired(this)) return false}. */
final class ValidityCall extends BridgeCall {

  private final WovenMethod method;

  ValidityCall(MethodVisitor next, WovenMethod method) {
    super(next);
    this.method = method;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label ask = new Label();
    load(0);
    callBridge("isRetired", "(Ljava/lang/Object;)Z");
    super.visitJumpInsn(Opcodes.IFEQ, ask);
    super.visitInsn(Opcodes.ICONST_0);
    super.visitInsn(Opcodes.IRETURN);
    super.visitLabel(ask);
    method.beginningFrame(mv);
  }
}
