// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** A method that calls go into: the facts that a call must know of it. */
final class WovenMethod {

  private final OwnerClass owner;
  private final int access;
  private final String name;
  private final String descriptor;
  private final int locals;

  /**
   * Describes a method.
   *
   * @param access its flags
   * @param locals the number of slots that its code uses
   */
  WovenMethod(OwnerClass owner, int access, String name, String descriptor, int locals) {
    this.owner = owner;
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.locals = locals;
  }

  /** The class of a method. */
  static final class OwnerClass {

    private final String internalName;
    private final boolean framed;
    private final Map<String, String> fields = new HashMap<>();

    /**
     * Describes a class.
     *
     * @param version of the class file; from 50 on it has stack map frames
     */
    OwnerClass(String internalName, int version) {
      this.internalName = internalName;
      this.framed = (version & 0xFFFF) >= Opcodes.V1_6;
    }

    void declare(String field, String descriptor) {
      fields.put(field, descriptor);
    }
  }

  String owner() {
    return owner.internalName;
  }

  boolean isStatic() {
    return (access & Opcodes.ACC_STATIC) != 0;
  }

  String name() {
    return name;
  }

  String descriptor() {
    return descriptor;
  }

  /** Returns the first slot that the method's own code does not use. */
  int freeLocal() {
    return locals;
  }

  /** Returns the descriptor of a field that the class declares; null when it does not. */
  @Nullable String fieldDescriptor(String field) {
    return owner.fields.get(field);
  }

  /** Writes the frame with which the method begins: its parameters, and an empty stack. */
  void beginningFrame(MethodVisitor code) {
    frame(code, parameters());
  }

  /** Writes a frame in which only {@code this} is sure of all variables. */
  void frameOfThis(MethodVisitor code, Object... stack) {
    frame(code, new Object[] {owner.internalName}, stack);
  }

  void frame(MethodVisitor code, Object[] variables, Object... stack) {
    if (owner.framed) {
      code.visitFrame(Opcodes.F_NEW, variables.length, variables, stack.length, stack);
    }
    code.visitInsn(Opcodes.NOP); // The next code may bring its own frame: not at the same offset.
  }

  /** Returns the internal name of a parameter's type. */
  String parameterType(int parameter) {
    return Type.getArgumentTypes(descriptor)[parameter].getInternalName();
  }

  /**
   * Returns the verification types of {@code this}, unless the method is static, and of the
   * parameters.
   */
  Object[] parameters() {
    List<Object> types = new ArrayList<>();
    if (!isStatic()) {
      types.add(owner.internalName);
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      types.add(verified(type));
    }
    return types.toArray();
  }

  private static Object verified(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.OBJECT:
      case Type.ARRAY:
        return type.getInternalName();
      default:
        return Opcodes.INTEGER;
    }
  }
}
