// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;

/** At the beginning: {@code Bridge.poolStopped(this)}. */
final class StopCall extends BridgeCall {

  StopCall(MethodVisitor next) {
    super(next);
  }

  @Override
  public void visitCode() {
    super.visitCode();
    load(0);
    callBridge("poolStopped", "(Ljava/lang/Object;)V");
  }
}
