// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning: {@code if (Bridge.shouldDiscard(kind, firstArgument)) return false}. */
final class RefusingCall extends GuardCall {

  private final String kind;

  RefusingCall(MethodVisitor next, WovenMethod method, String kind) {
    super(next, method, Opcodes.ICONST_0);
    this.kind = kind;
  }

  @Override
  void ask() {
    super.visitLdcInsn(kind);
    load(1);
    callBridge("shouldDiscard", "(Ljava/lang/String;Ljava/lang/Object;)Z");
  }
}
