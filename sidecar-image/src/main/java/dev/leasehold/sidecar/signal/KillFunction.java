// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * {@code int kill(pid_t, int)} of the C library, through the foreign function API. This code is
 * compiled for Java 17, where that API is not yet, so it goes by reflection; the call itself is a
 * method handle.
 */
final class KillFunction implements Signaller.Kill {

  /** JEP 454. */
  private static final int FIRST_JAVA_WITH_FOREIGN_FUNCTIONS = 22;

  private static final String PACKAGE = "java.lang.foreign.";

  private final MethodHandle kill;

  KillFunction() throws SignalException {
    try {
      kill = link();
    } catch (ReflectiveOperationException e) {
      throw new SignalException(
          "The C library's kill cannot be called ("
              + e
              + "); start this JVM with"
              + " --enable-native-access=ALL-UNNAMED",
          e);
    }
  }

  static boolean isAvailable() {
    return Runtime.version().feature() >= FIRST_JAVA_WITH_FOREIGN_FUNCTIONS;
  }

  private static MethodHandle link() throws ReflectiveOperationException {
    Class<?> linkerType = type("Linker");
    Object linker = linkerType.getMethod("nativeLinker").invoke(null);
    Object library = linkerType.getMethod("defaultLookup").invoke(linker);
    Object address =
        ((Optional<?>) type("SymbolLookup").getMethod("find", String.class).invoke(library, "kill"))
            .orElseThrow(() -> new NoSuchMethodException("no kill in the C library"));
    Class<?> layout = type("MemoryLayout");
    Object integer = type("ValueLayout").getField("JAVA_INT").get(null);
    Object parameters = Array.newInstance(layout, 2);
    Array.set(parameters, 0, integer);
    Array.set(parameters, 1, integer);
    Class<?> descriptor = type("FunctionDescriptor");
    Object signature =
        descriptor.getMethod("of", layout, parameters.getClass()).invoke(null, integer, parameters);
    Object noOptions = Array.newInstance(type("Linker$Option"), 0);
    Method handle =
        linkerType.getMethod(
            "downcallHandle", type("MemorySegment"), descriptor, noOptions.getClass());
    return (MethodHandle) handle.invoke(linker, address, signature, noOptions);
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name);
  }

  @Override
  public boolean send(long pid, Signal signal) throws SignalException {
    try {
      return (int) kill.invokeExact(Math.toIntExact(pid), signal.number()) == 0;
    } catch (Throwable e) {
      throw new SignalException("The C library's kill failed (" + e + ")", e);
    }
  }
}
