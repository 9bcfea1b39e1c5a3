package dev.leasehold.inject.weave;

import java.util.HashMap;
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
  private final Map<String, String> fields = new HashMap<>();
  private boolean framed;
  private boolean connected;

  /**
   * Makes a visitor.
   *
   * @param locals how many slots each method uses, by name and descriptor
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
    framed = (version & 0xFFFF) >= Opcodes.V1_6;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    fields.put(name, descriptor);
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
    if (used == null || (access & Opcodes.ACC_STATIC) != 0) {
      return next;
    }
    WovenMethod method =
        new WovenMethod(woven.internalName(), name, descriptor, used, framed, fields);
    MethodVisitor around = woven.around(next, method);
    connected |= around instanceof ConnectCall;
    return around;
  }
}
