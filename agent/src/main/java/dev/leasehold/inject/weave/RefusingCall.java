// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * At the beginning: {@code if (Bridge.shouldDiscard(kind, pooled)) return false}, with the first
 * argument or {@code this}.
 */
final class RefusingCall extends GuardCall {

  private final String kind;
  private final int pooled;

  /**
   * Makes the call.
   *
   * @param pooled the variable that holds the pooled object
   */
  RefusingCall(MethodVisitor next, WovenMethod method, String kind, int pooled) {
    super(next, method, Opcodes.ICONST_0);
    this.kind = kind;
    this.pooled = pooled;
  }

  @Override
  void ask() {
    super.visitLdcInsn(kind);
    load(pooled);
    callBridge("shouldDiscard", "(Ljava/lang/String;Ljava/lang/Object;)Z");
  }
}
