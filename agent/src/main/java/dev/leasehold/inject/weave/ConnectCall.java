// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Around a method that connects, here {@code connect(String url, Properties info)}:
 *
 * <pre>{@code
 * ConnectAttempt attempt = Bridge.connecting(connectMethod, this, url, info); // throws the refusal
 * again:
 * url = (String) Bridge.first(attempt, url);
 * info = (Properties) Bridge.second(attempt, info);
 * try {
 *   // the driver's own code, and where it returns a connection:
 *   Bridge.ended(attempt, connection, null);
 * } catch (Throwable t) {
 *   if (Bridge.ended(attempt, null, t)) goto again;
 *   throw Bridge.failure(attempt, t);
 * }
 * }</pre>
 *
 * A static method has null for {@code this}. Only the first one or two parameters are replaced; the
 * driver's code must leave the others as they are. The attempt lives in a variable after the
 * method's own variables, so all frames get it too.
 */
final class ConnectCall extends BridgeCall {

  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String ATTEMPT = "dev/leasehold/bootstrap/ConnectAttempt";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final String ENDED = "(L" + ATTEMPT + ";" + OBJECT + "L" + THROWABLE + ";)Z";

  private final WovenMethod method;
  private final String connectMethod;
  private final boolean two;
  private final int first;
  private final int attempt;
  private final Label again = new Label();
  private final Label begin = new Label();

  /**
   * Makes the call.
   *
   * @param connectMethod the name of the connect method, for the bridge
   * @param two whether the second parameter is replaced, too
   */
  ConnectCall(MethodVisitor next, WovenMethod method, String connectMethod, boolean two) {
    super(next);
    this.method = method;
    this.connectMethod = connectMethod;
    this.two = two;
    this.first = method.isStatic() ? 0 : 1;
    this.attempt = method.freeLocal();
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitLdcInsn(connectMethod);
    loadOrNull(0, !method.isStatic());
    load(first);
    loadOrNull(first + 1, two);
    callBridge(
        "connecting", "(Ljava/lang/String;" + OBJECT + OBJECT + OBJECT + ")L" + ATTEMPT + ";");
    super.visitVarInsn(Opcodes.ASTORE, attempt);
    super.visitLabel(again);
    method.frame(mv, withAttempt(method.parameters()));
    replace(first, "first", 0);
    if (two) {
      replace(first + 1, "second", 1);
    }
    super.visitLabel(begin);
  }

  private void loadOrNull(int variable, boolean there) {
    if (there) {
      load(variable);
    } else {
      super.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  private void replace(int variable, String bridgeMethod, int parameter) {
    load(attempt);
    load(variable);
    callBridge(bridgeMethod, "(L" + ATTEMPT + ";" + OBJECT + ")" + OBJECT);
    super.visitTypeInsn(Opcodes.CHECKCAST, method.parameterType(parameter));
    super.visitVarInsn(Opcodes.ASTORE, variable);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.ARETURN) {
      super.visitInsn(Opcodes.DUP);
      load(attempt);
      super.visitInsn(Opcodes.SWAP);
      super.visitInsn(Opcodes.ACONST_NULL);
      callBridge("ended", ENDED);
      super.visitInsn(Opcodes.POP); // Nothing is to be repeated that has not failed.
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
    Object[] variables = withAttempt(Arrays.copyOf(local, locals));
    super.visitFrame(type, variables.length, variables, stacked, stack);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    Label fail = new Label();
    super.visitLabel(end);
    Object[] known = withAttempt(otherParameters());
    method.frame(mv, known, THROWABLE);
    super.visitInsn(Opcodes.DUP);
    load(attempt);
    super.visitInsn(Opcodes.SWAP);
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitInsn(Opcodes.SWAP);
    callBridge("ended", ENDED);
    super.visitJumpInsn(Opcodes.IFEQ, fail);
    super.visitInsn(Opcodes.POP);
    forget(first);
    if (two) {
      forget(first + 1);
    }
    super.visitJumpInsn(Opcodes.GOTO, again);
    super.visitLabel(fail);
    method.frame(mv, known, THROWABLE);
    load(attempt);
    super.visitInsn(Opcodes.SWAP);
    callBridge("failure", "(L" + ATTEMPT + ";L" + THROWABLE + ";)L" + THROWABLE + ";");
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(begin, end, end, THROWABLE); // The last one is the outermost.
    super.visitMaxs(maxStack, attempt + 1);
  }

  /** The driver's code may have put anything into a parameter; an attempt brings its own. */
  private void forget(int variable) {
    super.visitInsn(Opcodes.ACONST_NULL);
    super.visitVarInsn(Opcodes.ASTORE, variable);
  }

  /** Returns the types of the parameters, with the replaced parameters unknown. */
  private Object[] otherParameters() {
    Object[] types = method.parameters();
    types[first] = Opcodes.TOP;
    if (two) {
      types[first + 1] = Opcodes.TOP;
    }
    return types;
  }

  /** Returns the types of variables, followed by unknown types up to the attempt's. */
  private Object[] withAttempt(Object[] variables) {
    List<Object> types = new ArrayList<>(Arrays.asList(variables));
    int slots = 0;
    for (Object type : variables) {
      slots += type == Opcodes.LONG || type == Opcodes.DOUBLE ? 2 : 1;
    }
    for (; slots < attempt; slots++) {
      types.add(Opcodes.TOP);
    }
    types.add(ATTEMPT);
    return types.toArray();
  }
}
