package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning: {@code if (Bridge.isRetired(this)) return false}. */
final class ValidityCall extends GuardCall {

  ValidityCall(MethodVisitor next, WovenMethod method) {
    super(next, method, Opcodes.ICONST_0);
  }

  @Override
  void ask() {
    load(0);
    callBridge("isRetired", "(Ljava/lang/Object;)Z");
  }
}
