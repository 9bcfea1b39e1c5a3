package dev.leasehold.inject.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Around the whole: {@code catch (Throwable t) { throw Bridge.explain(connection, t); }}. Costs
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
   * @param field of the class itself, that holds the connection; null when {@code this} is it
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
    callBridge("explain", "(Ljava/lang/Object;Ljava/lang/Throwable;)Ljava/lang/Throwable;");
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(begin, end, end, THROWABLE); // The last one is the outermost.
    super.visitMaxs(maxStack, maxLocals);
  }

  private void connection() {
    load(0);
    if (field != null) {
      super.visitFieldInsn(
          Opcodes.GETFIELD, method.owner(), field, String.valueOf(method.fieldDescriptor(field)));
    }
  }
}
