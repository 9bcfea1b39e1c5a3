// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.Signal;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.sidecar.process.ChildProcesses;
import dev.leasehold.sidecar.process.ProgramEnvironment;
import dev.leasehold.sidecar.signal.SignalException;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.signal.Signaller;
import dev.leasehold.sidecar.signal.TargetProcess;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program that {@code exec} runs, with the sidecar's own standard streams. */
final class ChildProgram {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  /** A shell's status of a program that a signal has ended. */
  private static final int BY_SIGNAL = 128;

  /** The C library's ENOENT, which the JDK puts into the message. */
  private static final String NO_SUCH_FILE = "error=2,";

  private final List<String> command;
  private final AtomicReference<@Nullable Process> process = new AtomicReference<>();

  /** The last signal that came before the program was known to run. */
  private final AtomicReference<@Nullable Signal> early = new AtomicReference<>();

  /** Completed with the status to end with when a signal comes before the program runs. */
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  ChildProgram(List<String> command) {
    this.command = command;
  }

  /** Returns the program's process; null before {@link #start}. */
  @Nullable Process process() {
    return process.get();
  }

  /**
   * Hands a signal on; before the program runs, a signal that would end it ends the wait for it.
   */
  void forward(Signal signal) {
    Process running = process.get();
    if (running == null) {
      if (signal != Signal.WINCH) {
        early.set(signal);
        boolean ignored = ended.complete(BY_SIGNAL + signal.number());
      }
      forwardEarly(process.get());
    } else {
      forward(signal, running);
    }
  }

  /** A signal may come when the program runs already and is not known here yet. */
  private void forwardEarly(@Nullable Process running) {
    Signal signal = running == null ? null : early.getAndSet(null);
    if (running != null && signal != null) {
      forward(signal, running);
    }
  }

  private static void forward(Signal signal, Process running) {
    try {
      Signaller signaller = Signaller.ofThisJvm();
      for (TargetProcess target : SignalTarget.child(running).find()) {
        signaller.send(target, signal);
      }
    } catch (SignalException e) {
      LOG.warn("{} was not forwarded: {}", signal, e.getMessage());
      if (signal == Signal.TERM) {
        running.destroy(); // The one signal that the JDK sends by itself.
      }
    }
  }

  /**
   * Waits for a condition that the program needs to run.
   *
   * @return 0 when it is met, else the status to end with, as a signal has come
   */
  int awaitSignalOr(BoundedWait wait) throws SidecarException, InterruptedException {
    CompletableFuture<@Nullable SidecarException> outcome = new CompletableFuture<>();
    DaemonThreads.daemon(() -> complete(outcome, wait), "leasehold-first").start();
    try {
      Object first = CompletableFuture.anyOf(ended, outcome).get();
      if (first instanceof SidecarException failure) {
        throw failure;
      }
      return first instanceof Integer status ? status : 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void complete(
      CompletableFuture<@Nullable SidecarException> outcome, BoundedWait wait) {
    try {
      wait.await();
      outcome.complete(null);
    } catch (SidecarException e) {
      outcome.complete(e);
    } catch (InterruptedException | RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  /** Starts the program, with variables besides this process's. */
  void start(Variables variables) throws SidecarException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    ProgramEnvironment.hideSettings(builder.environment());
    try {
      variables.put(builder.environment());
      Process started = ChildProcesses.start(builder);
      process.set(started);
      forwardEarly(started);
    } catch (NoCredentialException e) {
      throw new SidecarException(ExitCode.UNAVAILABLE, e);
    } catch (IOException e) {
      boolean none = String.valueOf(e.getMessage()).contains(NO_SUCH_FILE);
      throw new SidecarException(
          none ? ExitCode.NO_COMMAND : ExitCode.NOT_EXECUTABLE,
          command.get(0) + " cannot be run: " + (none ? "there is no such program" : e));
    }
  }

  /** Waits until the program ends and returns its status: 128 and the number after a signal. */
  int await() throws InterruptedException {
    Process running = process.get();
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.waitFor();
  }

  /** Waits for something, in a bounded time. */
  @FunctionalInterface
  interface BoundedWait {
    void await() throws SidecarException, InterruptedException;
  }

  /** Puts variables into an environment. */
  @FunctionalInterface
  interface Variables {
    void put(Map<String, String> environment) throws NoCredentialException, InterruptedException;
  }
}
