// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning: {@code if (Bridge.shouldDiscard(kind, this)) return true}. */
final class KeepingCall extends GuardCall {

  private final String kind;

  KeepingCall(MethodVisitor next, WovenMethod method, String kind) {
    super(next, method, Opcodes.ICONST_1);
    this.kind = kind;
  }

  @Override
  void ask() {
    super.visitLdcInsn(kind);
    load(0);
    callBridge("shouldDiscard", "(Ljava/lang/String;Ljava/lang/Object;)Z");
  }
}
