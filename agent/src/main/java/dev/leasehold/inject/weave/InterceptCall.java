// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * At the beginning, with the parameters before the first that is no object. An int counts as an
 * object where ints are asked for:
 *
 * <pre>{@code
 * Object[] result = Bridge.intercept(kind, new Object[] {this, first, second}); // this: if there is
 * if (result != null) return (Result) result[0];
 * }</pre>
 */
final class InterceptCall extends BridgeCall {

  private static final String OBJECT = "java/lang/Object";
  private static final String INTEGER = "java/lang/Integer";
  private static final String ARRAY = "[Ljava/lang/Object;";

  private final WovenMethod method;
  private final String kind;
  private final boolean withInts;

  InterceptCall(MethodVisitor next, WovenMethod method, String kind, boolean withInts) {
    super(next);
    this.method = method;
    this.kind = kind;
    this.withInts = withInts;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    Label on = new Label();
    super.visitLdcInsn(kind);
    arguments(method.parameters());
    callBridge("intercept", "(Ljava/lang/String;" + ARRAY + ")" + ARRAY);
    super.visitInsn(Opcodes.DUP);
    super.visitJumpInsn(Opcodes.IFNULL, on);
    endWithResult(Type.getReturnType(method.descriptor()));
    super.visitLabel(on);
    method.frame(mv, method.parameters(), ARRAY);
    super.visitInsn(Opcodes.POP);
  }

  /** The entries of objects are names of types, and the entries of primitive types numbers. */
  private int count(Object[] parameters) {
    int count = 0;
    while (count < parameters.length
        && (parameters[count] instanceof String
            || (withInts && Opcodes.INTEGER.equals(parameters[count])))) {
      count++;
    }
    return count;
  }

  private void arguments(Object[] parameters) {
    int count = count(parameters);
    super.visitIntInsn(Opcodes.BIPUSH, count);
    super.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    for (int i = 0; i < count; i++) {
      super.visitInsn(Opcodes.DUP);
      super.visitIntInsn(Opcodes.BIPUSH, i);
      if (parameters[i] instanceof String) {
        load(i);
      } else {
        super.visitVarInsn(Opcodes.ILOAD, i);
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, INTEGER, "valueOf", "(I)L" + INTEGER + ";", false);
      }
      super.visitInsn(Opcodes.AASTORE);
    }
  }

  private void endWithResult(Type result) {
    if (result.getSort() == Type.VOID) {
      super.visitInsn(Opcodes.RETURN);
      return;
    }
    super.visitInsn(Opcodes.ICONST_0);
    super.visitInsn(Opcodes.AALOAD);
    super.visitTypeInsn(Opcodes.CHECKCAST, result.getInternalName());
    super.visitInsn(Opcodes.ARETURN);
  }
}
