// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;

/**
 * At the beginning: {@code Bridge.reaching(loginPoint, name of the class)}, which throws the
 * refusal. Takes a method with any parameters.
 */
final class RefusedLoginCall extends BridgeCall {

  private final WovenMethod method;
  private final String loginPoint;

  RefusedLoginCall(MethodVisitor next, WovenMethod method, String loginPoint) {
    super(next);
    this.method = method;
    this.loginPoint = loginPoint;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLdcInsn(loginPoint);
    super.visitLdcInsn(method.owner().replace('/', '.'));
    callBridge("reaching", "(Ljava/lang/String;Ljava/lang/Object;)V");
  }
}
