// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.start.CallGraph.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The calls of one method of a class file: all of them, and the calls while it holds a monitor. */
final class MethodCalls extends MethodVisitor {

  /** How soon the compiler's handler of a synchronized block gives the monitor back. */
  private static final int TO_MONITOR_EXIT = 4;

  final Set<Call> all = new LinkedHashSet<>();

  /** The lambdas of them all, which may run later and on another thread. */
  final Set<Call> lambdas = new LinkedHashSet<>();

  final Set<Call> inMonitor = new LinkedHashSet<>();
  private final boolean isSynchronized;
  private final Map<Integer, Call> calls = new HashMap<>();
  private final Map<Label, Integer> places = new HashMap<>();
  private final List<Integer> exits = new ArrayList<>();
  private final List<Label[]> guarded = new ArrayList<>();
  private int place;

  /** A class, and the types that it extends, first its superclass. */
  record Type(String name, List<String> above) {}

  private MethodCalls(boolean isSynchronized) {
    super(Opcodes.ASM9);
    this.isSynchronized = isSynchronized;
  }

  /** Reads a class, and puts its methods to the methods that are known. */
  static Type read(byte[] classfile, Map<Call, MethodCalls> methods) {
    ClassReader reader = new ClassReader(classfile);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodCalls body = new MethodCalls((access & Opcodes.ACC_SYNCHRONIZED) != 0);
            methods.put(new Call(reader.getClassName(), name, descriptor), body);
            return body;
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    List<String> above = new ArrayList<>(List.of(reader.getSuperName()));
    above.addAll(List.of(reader.getInterfaces()));
    return new Type(reader.getClassName(), above);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
    if (type == null) {
      guarded.add(new Label[] {start, end, handler});
    }
  }

  @Override
  public void visitLabel(Label label) {
    places.put(label, place);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.MONITOREXIT) {
      exits.add(place);
    }
    place++;
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    place++;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    calls.put(place++, new Call(owner, name, descriptor));
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    for (Object argument : arguments) {
      if (argument instanceof Handle handle) {
        Call made = new Call(handle.getOwner(), handle.getName(), handle.getDesc());
        lambdas.add(made);
        calls.put(place++, made);
      }
    }
  }

  @Override
  public void visitEnd() {
    all.addAll(calls.values());
    if (isSynchronized) {
      inMonitor.addAll(all);
    }
    for (Label[] block : guarded) {
      int handler = place(block[2]);
      if (exits.stream().anyMatch(exit -> exit >= handler && exit < handler + TO_MONITOR_EXIT)) {
        for (int each = place(block[0]); each < place(block[1]); each++) {
          Call call = calls.get(each);
          if (call != null) {
            inMonitor.add(call);
          }
        }
      }
    }
  }

  private int place(Label label) {
    Integer known = places.get(label);
    if (known == null) {
      throw new IllegalStateException("a label without a place");
    }
    return known;
  }
}
