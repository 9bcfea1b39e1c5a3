// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts a call of the bridge into a method. Never more than five values of ours are on the stack.
 */
abstract class BridgeCall extends MethodVisitor {

  private static final int OUR_STACK = 5;
  private static final String BRIDGE = "dev/leasehold/bootstrap/Bridge";

  BridgeCall(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  final void load(int variable) {
    super.visitVarInsn(Opcodes.ALOAD, variable);
  }

  final void callBridge(String method, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BRIDGE, method, descriptor, false);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + OUR_STACK, maxLocals);
  }
}
