// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.process.CLibrary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends signals to other processes. The JDK itself sends SIGTERM and SIGKILL only: {@code
 * docs/decisions/0047}.
 *
 * <p>Safe for use by many threads.
 */
public final class Signaller {

  @GuardedBy("this") private @Nullable Kill kill;

  private Signaller() {}

  /**
   * Returns a signaller for this JVM: through the C library's {@code kill} from Java 22 on, else
   * through the program of that name.
   */
  public static Signaller ofThisJvm() {
    return new Signaller();
  }

  /**
   * Links the C library's function, which takes some tens of milliseconds. Else the first signal
   * would have to wait for that. To be called when the start has nothing more urgent to do.
   *
   * @throws SignalException when this JVM can send no signals
   */
  public void prepare() throws SignalException {
    kill();
  }

  private synchronized Kill kill() throws SignalException {
    if (kill == null) {
      kill = CLibrary.isAvailable() ? new KillFunction() : KillProgram.find();
    }
    return kill;
  }

  /**
   * Sends a signal, if the process is still the process that was found.
   *
   * @throws SignalException when it has ended, its number is another process's by now, or the
   *     kernel refuses
   */
  public void send(TargetProcess process, Signal signal) throws SignalException {
    Kill sender = kill(); // Nothing slow is to lie between the comparison and the call.
    Optional<ProcessStatus> now =
        ProcessStatus.of(process.pid()).filter(status -> !status.hasEnded());
    if (now.isEmpty()) {
      throw new SignalException(
          signal + " was not sent to " + process + ", as it has ended. Find the target again");
    }
    if (now.get().startTicks() != process.startTicks()) {
      throw new SignalException(
          signal
              + " was not sent to "
              + process
              + ", as its number is now that of "
              + now.get().name()
              + ". Find the target again");
    }
    if (!sender.send(process.pid(), signal)) {
      throw new SignalException(
          signal
              + " could not be sent to "
              + process
              + ". It has ended since, or the kernel does not permit it: run both as one user");
    }
  }

  /** kill(2), in one of two ways. */
  interface Kill {
    /** Returns whether the kernel took the signal. */
    boolean send(long pid, Signal signal) throws SignalException;
  }
}
