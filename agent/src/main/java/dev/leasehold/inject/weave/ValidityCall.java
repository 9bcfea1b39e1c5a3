// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** At the beginning: {@code if (Bridge.isInvalid(this)) return false}. */
final class ValidityCall extends GuardCall {

  private final WovenMethod method;
  private final @Nullable String field;
  private final String type;

  /**
   * Makes the call.
   *
   * @param field of the class itself; when the field holds an instance of the type, any answer of
   *     the bridge counts as no. Null where there is no such exception
   */
  ValidityCall(MethodVisitor next, WovenMethod method, @Nullable String field, String type) {
    super(next, method, Opcodes.ICONST_0);
    this.method = method;
    this.field = field;
    this.type = type;
  }

  @Override
  void ask() {
    load(0);
    callBridge("isInvalid", "(Ljava/lang/Object;)Z");
    if (field != null) {
      load(0);
      String declared = String.valueOf(method.fieldDescriptor(field));
      super.visitFieldInsn(Opcodes.GETFIELD, method.owner(), field, declared);
      super.visitTypeInsn(Opcodes.INSTANCEOF, type);
      super.visitInsn(Opcodes.ICONST_1);
      super.visitInsn(Opcodes.IXOR);
      super.visitInsn(Opcodes.IAND);
    }
  }
}
