package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** An instance method that calls go into: what a call must know of it. */
final class WovenMethod {

  private final String owner;
  private final String name;
  private final String descriptor;
  private final int locals;
  private final boolean framed;
  private final Map<String, String> fields;

  /**
   * Describes a method.
   *
   * @param owner internal name of its class
   * @param locals how many slots its code uses
   * @param framed whether the class file's version has stack map frames: from 50 on
   * @param fields descriptors of the class's own fields, by name
   */
  WovenMethod(
      String owner,
      String name,
      String descriptor,
      int locals,
      boolean framed,
      Map<String, String> fields) {
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.locals = locals;
    this.framed = framed;
    this.fields = fields;
  }

  String owner() {
    return owner;
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
    return fields.get(field);
  }

  /** Writes the frame with which the method begins: its parameters, and an empty stack. */
  void beginningFrame(MethodVisitor code) {
    frame(code, parameters());
  }

  /** Writes a frame in which only {@code this} is sure of all variables. */
  void frameOfThis(MethodVisitor code, Object... stack) {
    frame(code, new Object[] {owner}, stack);
  }

  void frame(MethodVisitor code, Object[] variables, Object... stack) {
    if (framed) {
      code.visitFrame(Opcodes.F_NEW, variables.length, variables, stack.length, stack);
    }
    code.visitInsn(
        Opcodes.NOP); // What follows may bring a frame of its own: not at the same offset.
  }

  /** Returns the verification types of {@code this} and the parameters. */
  Object[] parameters() {
    List<Object> types = new ArrayList<>();
    types.add(owner);
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
