// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static dev.leasehold.sidecar.process.CLibrary.CType.INT;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.process.CLibrary;
import java.lang.invoke.MethodHandle;

/** {@code int kill(pid_t, int)} of the C library. */
final class KillFunction implements Signaller.Kill {

  private final MethodHandle kill;

  KillFunction() throws SignalException {
    try {
      kill = CLibrary.function("kill", INT, INT);
    } catch (ReflectiveOperationException e) {
      throw new SignalException(
          "The C library's kill cannot be called ("
              + (e.getCause() == null ? e : e.getCause())
              + "); start this JVM with"
              + " --enable-native-access=ALL-UNNAMED",
          e);
    }
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
