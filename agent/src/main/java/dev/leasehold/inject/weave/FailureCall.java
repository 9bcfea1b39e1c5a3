// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Around the whole: {@code catch (Throwable t) { throw Bridge.translate(connection, t); }}. Costs
 * nothing unless something is thrown.
 */
final class FailureCall extends BridgeCall {

  private static final String THROWABLE = "java/lang/Throwable";

  private final WovenMethod method;
  private final @Nullable String field;
  private final Label begin = new Label();

  /**
   * Makes the call.
   *
   * @param field of the class, that holds the connection, with a colon and its descriptor where it
   *     is inherited; null when {@code this} is it
   */
  FailureCall(MethodVisitor next, WovenMethod method, @Nullable String field) {
    super(next);
    this.method = method;
    this.field = field;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLabel(begin);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    super.visitLabel(end);
    method.frameOfThis(mv, THROWABLE);
    connection();
    super.visitInsn(Opcodes.SWAP);
    callBridge("translate", "(Ljava/lang/Object;Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(begin, end, end, THROWABLE); // The last one is the outermost.
    super.visitMaxs(maxStack, maxLocals);
  }

  private void connection() {
    load(0);
    if (field != null) {
      int colon = field.indexOf(':');
      String name = colon < 0 ? field : field.substring(0, colon);
      String type = colon < 0 ? method.fieldDescriptor(field) : field.substring(colon + 1);
      super.visitFieldInsn(Opcodes.GETFIELD, method.owner(), name, String.valueOf(type));
    }
  }
}
