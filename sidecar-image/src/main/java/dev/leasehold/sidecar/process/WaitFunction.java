// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import static dev.leasehold.sidecar.process.CLibrary.CType.INT;
import static dev.leasehold.sidecar.process.CLibrary.CType.POINTER;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@code int waitid(idtype_t, id_t, siginfo_t *, int)} of the C library; see waitid(2). Numbers as
 * of Linux with 64 bits. For one thread at a time.
 */
final class WaitFunction implements ChildProcesses.Wait {

  private static final int P_ALL = 0;
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;

  /** Of {@code siginfo_t}: its length, and where {@code si_pid} is. */
  private static final int INFO_BYTES = 128;

  private static final int PID_OFFSET = 16;

  private final ByteBuffer info =
      ByteBuffer.allocateDirect(INFO_BYTES).order(ByteOrder.nativeOrder());
  private final MethodHandle waitid;

  WaitFunction() throws ReflectiveOperationException {
    MethodHandle function = CLibrary.function("waitid", INT, INT, POINTER, INT);
    waitid = MethodHandles.insertArguments(function, 2, CLibrary.pointer(info));
  }

  @Override
  public long ended() {
    info.putInt(PID_OFFSET, 0); // It stays as it is where no child has ended.
    return call(P_ALL, 0, WEXITED | WNOHANG | WNOWAIT) ? info.getInt(PID_OFFSET) : 0;
  }

  @Override
  public boolean reap(long pid) {
    return call(P_PID, Math.toIntExact(pid), WEXITED | WNOHANG);
  }

  /** Returns false also where there is no child at all. */
  private boolean call(int kind, int id, int options) {
    try {
      return (int) waitid.invokeExact(kind, id, options) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("The C library's waitid failed (" + e + ")", e);
    }
  }
}
