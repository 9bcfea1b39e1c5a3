// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Functions of the C library, through the foreign function API. This code is compiled for Java 17,
 * where that API is not yet, so it goes by reflection; each call is a method handle.
 */
public final class CLibrary {

  /** JEP 454. */
  private static final int FIRST_JAVA_WITH_FOREIGN_FUNCTIONS = 22;

  private static final String PACKAGE = "java.lang.foreign.";

  private CLibrary() {}

  /** Types of parameters. */
  public enum CType {
    /** A number of 32 bits; {@code int}. */
    INT("JAVA_INT"),
    /** A pointer, as {@link #pointer} returns it. */
    POINTER("ADDRESS");

    private final String layout;

    CType(String layout) {
      this.layout = layout;
    }
  }

  /** Returns whether this JVM has the API: from Java 22 on. */
  public static boolean isAvailable() {
    return Runtime.version().feature() >= FIRST_JAVA_WITH_FOREIGN_FUNCTIONS;
  }

  /**
   * Returns a function that returns an {@code int}. Takes some tens of milliseconds.
   *
   * @throws ReflectiveOperationException when the library has no such function, or this JVM may not
   *     call it
   */
  public static MethodHandle function(String name, CType... parameters)
      throws ReflectiveOperationException {
    Class<?> linkerType = type("Linker");
    Object linker = linkerType.getMethod("nativeLinker").invoke(null);
    Object library = linkerType.getMethod("defaultLookup").invoke(linker);
    Object address =
        ((Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(library, name))
            .orElseThrow(() -> new NoSuchMethodException("no " + name + " in the C library"));
    Object noOptions = Array.newInstance(type("Linker$Option"), 0);
    Class<?> descriptor = type("FunctionDescriptor");
    Method handle =
        linkerType.getMethod(
            "downcallHandle", type("MemorySegment"), descriptor, noOptions.getClass());
    return (MethodHandle) handle.invoke(linker, address, signature(parameters), noOptions);
  }

  private static Object signature(CType... parameters) throws ReflectiveOperationException {
    Class<?> layout = type("MemoryLayout");
    Object layouts = Array.newInstance(layout, parameters.length);
    for (int i = 0; i < parameters.length; i++) {
      Array.set(layouts, i, layout(parameters[i]));
    }
    return type("FunctionDescriptor")
        .getMethod("of", layout, layouts.getClass())
        .invoke(null, layout(CType.INT), layouts);
  }

  private static Object layout(CType type) throws ReflectiveOperationException {
    return type("ValueLayout").getField(type.layout).get(null);
  }

  /**
   * Returns a pointer to a buffer's memory, for as long as the buffer is in use.
   *
   * @param memory a direct buffer
   */
  public static Object pointer(ByteBuffer memory) throws ReflectiveOperationException {
    return type("MemorySegment").getMethod("ofBuffer", Buffer.class).invoke(null, memory);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }
}
