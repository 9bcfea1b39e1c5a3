// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * At the beginning of a class loader's {@code loadClass(String name, ...)}:
 *
 * <pre>{@code
 * if (String.valueOf(name).startsWith("dev.leasehold.bootstrap.")) return Bridge.type(name);
 * }</pre>
 *
 * The bridge is named only where it is asked for, so a loader whose own loader hides it loads all
 * other classes as before.
 */
final class LoadingCall extends BridgeCall {

  private static final String BRIDGE_PACKAGE = "dev.leasehold.bootstrap.";

  private final WovenMethod method;

  LoadingCall(MethodVisitor next, WovenMethod method) {
    super(next);
    this.method = method;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label on = new Label();
    load(1);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/String",
        "valueOf",
        "(Ljava/lang/Object;)Ljava/lang/String;",
        false);
    super.visitLdcInsn(BRIDGE_PACKAGE);
    super.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/lang/String", "startsWith", "(Ljava/lang/String;)Z", false);
    super.visitJumpInsn(Opcodes.IFEQ, on);
    load(1);
    callBridge("type", "(Ljava/lang/String;)Ljava/lang/Class;");
    super.visitInsn(Opcodes.ARETURN);
    super.visitLabel(on);
    method.beginningFrame(mv);
  }
}
