// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The modifiers, interfaces, fields and methods that a loaded class has. Another agent may have
 * changed them when the class was loaded, and not do so when it is transformed again. The JVM then
 * takes a change of the class only if it has the same members, and the fields in the same order.
 */
public final class LoadedShape {

  /** The flags of a class file, of which a class shows all but {@code ACC_SUPER}. JVMS 4.1. */
  private static final int SHOWN = 0xFFFF;

  private static final String GONE = "java/lang/UnsupportedOperationException";

  private final Class<?> loaded;
  private final ClassVersion version;
  private final ClassReader reader;
  private final Set<String> fields = new HashSet<>();
  private final Set<String> methods = new HashSet<>();

  private LoadedShape(Class<?> loaded, byte[] classfile) {
    this.loaded = loaded;
    this.version = new ClassVersion(classfile);
    this.reader = new ClassReader(version.readable());
    reader.accept(new Members(), ClassReader.SKIP_CODE);
  }

  /**
   * Loads the types that the shape of a class names: the types of its members, and the class around
   * it. To be called before a transformer asks for the shape. The JVM shows a transformer no class
   * that is loaded while that transformer runs on the same thread, so such a class would stay
   * unwoven.
   */
  public static void load(Class<?> type) {
    try {
      Object[] ignored = {
        type.isMemberClass(), // Loads the class around it.
        type.getDeclaredFields(),
        type.getDeclaredMethods(),
        type.getDeclaredConstructors()
      };
    } catch (LinkageError missing) {
      // The transformer meets it again, and then there is somebody to tell.
    }
  }

  /**
   * Returns the class file with the modifiers, interfaces and fields of the loaded class. Its
   * methods are left as they are: nobody can tell the code of methods that another agent has added.
   *
   * @throws LinkageError when the type of a field cannot be loaded
   */
  public static byte[] withFields(Class<?> loaded, byte[] classfile) {
    return new LoadedShape(loaded, classfile).restored(false);
  }

  /**
   * Does the same with the methods, too. A method that was lacking throws: for a class that is to
   * connect to nothing.
   *
   * @throws LinkageError when a type of a field or method cannot be loaded
   */
  public static byte[] withMethods(Class<?> loaded, byte[] classfile) {
    return new LoadedShape(loaded, classfile).restored(true);
  }

  private byte[] restored(boolean withMethods) {
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Header(writer), 0);
    for (Field field : loaded.getDeclaredFields()) {
      String descriptor = Type.getDescriptor(field.getType());
      if (fields.contains(field.getName() + descriptor)) {
        reader.accept(new OneField(writer, field, descriptor), ClassReader.SKIP_CODE);
      } else {
        writer.visitField(field.getModifiers(), field.getName(), descriptor, null, null).visitEnd();
      }
    }
    if (withMethods) {
      for (Method method : loaded.getDeclaredMethods()) {
        String descriptor = Type.getMethodDescriptor(method);
        addIfLacking(writer, method.getModifiers(), method.getName(), descriptor);
      }
      for (Constructor<?> constructor : loaded.getDeclaredConstructors()) {
        String descriptor = Type.getConstructorDescriptor(constructor);
        addIfLacking(writer, constructor.getModifiers(), "<init>", descriptor);
      }
    }
    return version.restored(writer.toByteArray());
  }

  private void addIfLacking(ClassWriter writer, int access, String name, String descriptor) {
    if (methods.contains(name + descriptor)) {
      return;
    }
    MethodVisitor method = writer.visitMethod(access, name, descriptor, null, null);
    if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0) {
      method.visitCode();
      method.visitTypeInsn(Opcodes.NEW, GONE);
      method.visitInsn(Opcodes.DUP);
      method.visitLdcInsn("another agent's method, in a class whose connections are refused");
      method.visitMethodInsn(Opcodes.INVOKESPECIAL, GONE, "<init>", "(Ljava/lang/String;)V", false);
      method.visitInsn(Opcodes.ATHROW);
      method.visitMaxs(3, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
    }
    method.visitEnd();
  }

  /** Of a nested class the JVM shows others than it compares. */
  private int flags(int inFile) {
    return loaded.isMemberClass()
        ? inFile
        : inFile & (Opcodes.ACC_SUPER | ~SHOWN) | loaded.getModifiers();
  }

  private String[] interfaces() {
    Set<String> names = new LinkedHashSet<>();
    for (Class<?> each : loaded.getInterfaces()) {
      names.add(Type.getInternalName(each));
    }
    return names.toArray(new String[0]);
  }

  /** Notes the members of the class file. */
  private final class Members extends ClassVisitor {

    Members() {
      super(Opcodes.ASM9);
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      fields.add(name + descriptor);
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      methods.add(name + descriptor);
      return null;
    }
  }

  /** Passes all on but the fields, with the interfaces of the loaded class. */
  private final class Header extends ClassVisitor {

    Header(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int classVersion,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] inFile) {
      super.visit(classVersion, flags(access), name, signature, superName, interfaces());
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      return null;
    }
  }

  /** Passes one field on, with the modifiers that it has in the loaded class. */
  private static final class OneField extends ClassVisitor {

    private final ClassVisitor to;
    private final Field field;
    private final String fieldDescriptor;

    OneField(ClassVisitor to, Field field, String descriptor) {
      super(Opcodes.ASM9);
      this.to = to;
      this.field = field;
      this.fieldDescriptor = descriptor;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      int loaded = access & ~SHOWN | field.getModifiers();
      return name.equals(field.getName()) && descriptor.equals(fieldDescriptor)
          ? to.visitField(loaded, name, descriptor, signature, value)
          : null;
    }
  }
}
