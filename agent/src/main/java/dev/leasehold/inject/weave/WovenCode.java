// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Passes a class on with the calls in its methods. */
final class WovenCode extends ClassVisitor {

  private final WovenClass woven;
  private final Map<String, Integer> locals;
  private WovenMethod.@Nullable OwnerClass owner;
  private boolean connected;

  /**
   * Makes a visitor.
   *
   * @param locals the number of slots that each method uses, by name and descriptor
   */
  WovenCode(ClassVisitor next, WovenClass woven, Map<String, Integer> locals) {
    super(Opcodes.ASM9, next);
    this.woven = woven;
    this.locals = locals;
  }

  /** Returns whether there was a method that connects. */
  boolean isConnected() {
    return connected;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    owner = new WovenMethod.OwnerClass(name, version);
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    if (owner != null) {
      owner.declare(name, descriptor);
    }
    return super.visitField(access, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    Integer used = locals.get(name + descriptor);
    if (used == null || owner == null) {
      return next;
    }
    WovenMethod method = new WovenMethod(owner, access, name, descriptor, used);
    connected |= woven.connectsBy(method, locals.keySet());
    return woven.around(next, method, locals.keySet());
  }
}
