// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** At the beginning: {@code Bridge.reaching(loginPoint, parameter)}, which throws the refusal. */
final class ReachingCall extends BridgeCall {

  /** Stands for the object whose method it is. */
  static final int THIS = -1;

  private final WovenMethod method;
  private final String loginPoint;
  private final int parameter;

  /**
   * Makes the call.
   *
   * @param parameter the parameter that tells the server, from 0, or {@link #THIS}
   */
  ReachingCall(MethodVisitor next, WovenMethod method, String loginPoint, int parameter) {
    super(next);
    this.method = method;
    this.loginPoint = loginPoint;
    this.parameter = parameter;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLdcInsn(loginPoint);
    load(slot(method, parameter));
    callBridge("reaching", "(Ljava/lang/String;Ljava/lang/Object;)V");
  }

  /** Returns the variable of a parameter, or of {@link #THIS}. */
  static int slot(WovenMethod method, int parameter) {
    if (parameter == THIS) {
      return 0;
    }
    int slot = method.isStatic() ? 0 : 1;
    Type[] types = Type.getArgumentTypes(method.descriptor());
    for (int i = 0; i < parameter; i++) {
      slot += types[i].getSize();
    }
    return slot;
  }
}
