// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Says before the first change whether a signal can be delivered, and its effect. It sends nothing.
 */
public final class SignalPreflight {

  private static final int CAP_KILL = 5;
  private static final long INIT = 1;
  private static final int LOOKS = 5;
  private static final long PAUSE_NANOS = 10_000_000;

  /** The findings about one process. */
  public enum SignalVerdict {
    /** A handler, or a thread that waits for the signal, gets it. */
    DELIVERABLE,
    /** No process matches, or it has ended. */
    NOT_FOUND,
    /** The kernel would refuse it. */
    NOT_PERMITTED,
    /** The process would end by it. */
    ENDS_PROCESS,
    /** The process would not notice. */
    UNNOTICED,
    /** It is process 1 of the pod, or this process. */
    FORBIDDEN
  }

  /**
   * The result of the check.
   *
   * @param verdict in short
   * @param message the finding, and the fix where the signal is not deliverable
   */
  public record Result(SignalVerdict verdict, String message) {

    /** Returns whether the signal may be sent. */
    public boolean isDeliverable() {
      return verdict == SignalVerdict.DELIVERABLE;
    }
  }

  /**
   * Looks at all processes of a target.
   *
   * @return one result for each, or a result that says why there is none
   * @throws SignalException when the target cannot be found out
   */
  public List<Result> check(SignalTarget target, Signal signal) throws SignalException {
    List<TargetProcess> processes = target.find();
    if (!processes.isEmpty()) {
      return processes.stream().map(process -> checkAllowed(process.pid(), signal)).toList();
    }
    if (target.leavesInitOut()) {
      return List.of(
          new Result(
              SignalVerdict.FORBIDDEN,
              "Only process 1 matches "
                  + target
                  + ". It is the first process of the pod or of the container, and is sent no"
                  + " signal. Name another process"));
    }
    Optional<String> fault = target.pidFileFault();
    if (fault.isPresent()) {
      return List.of(new Result(SignalVerdict.NOT_FOUND, fault.get()));
    }
    return List.of(
        new Result(
            SignalVerdict.NOT_FOUND,
            "No process matches "
                + target
                + " among the "
                + ProcessTable.count()
                + " that are visible. For a program in another container, set"
                + " shareProcessNamespace: true in the pod's spec; else correct the target"));
  }

  /** Looks at one process by its number. */
  public Result check(long pid, Signal signal) {
    if (pid == ProcessHandle.current().pid()) {
      return new Result(
          SignalVerdict.FORBIDDEN,
          "Process " + pid + " is this sidecar itself. Name another process");
    }
    if (pid == INIT) {
      return new Result(
          SignalVerdict.FORBIDDEN,
          "Process 1 is the first process of the pod or of the container, and is sent no signal."
              + " Name another process");
    }
    return checkAllowed(pid, signal);
  }

  private static Result checkAllowed(long pid, Signal signal) {
    Optional<ProcessStatus> found = ProcessStatus.of(pid).filter(status -> !status.hasEnded());
    if (found.isEmpty()) {
      return new Result(
          SignalVerdict.NOT_FOUND,
          "Process "
              + pid
              + " is not visible. For a program in another container, set shareProcessNamespace:"
              + " true in the pod's spec");
    }
    ProcessStatus target = found.get();
    String who = target.name() + " (process " + pid + ")";
    ProcessStatus self =
        ProcessStatus.ofSelf().orElseThrow(() -> new IllegalStateException("no /proc/self"));
    if (!maySignal(self, target)) {
      return new Result(
          SignalVerdict.NOT_PERMITTED,
          signal
              + " cannot be sent to "
              + who
              + ": it runs as user "
              + target.realUser()
              + ", the sidecar as user "
              + self.effectiveUser()
              + " without CAP_KILL. Give both containers the same runAsUser, or let the program"
              + " watch the file");
    }
    return effect(settled(pid, target), who, signal);
  }

  /**
   * Returns the status once it is not that of the moment in which the process starts another, with
   * every signal held back. A process without a handler would end when that moment is over.
   */
  private static ProcessStatus settled(long pid, ProcessStatus first) {
    ProcessStatus status = first;
    for (int look = 0; look < LOOKS && status.blocksAlmostAll(); look++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      status = ProcessStatus.of(pid).orElse(status);
    }
    return status;
  }

  /** kill(2): real or effective user of the sender equals real or saved user of the receiver. */
  private static boolean maySignal(ProcessStatus self, ProcessStatus target) {
    List<String> receiver = List.of(target.realUser(), target.savedUser());
    return receiver.contains(self.realUser())
        || receiver.contains(self.effectiveUser())
        || self.hasCapability(CAP_KILL);
  }

  private static Result effect(ProcessStatus target, String who, Signal signal) {
    if (target.catches(signal) && target.catchesAlmostAll()) {
      return new Result(SignalVerdict.DELIVERABLE, everyHandler(who, signal));
    }
    if (target.catches(signal)) {
      String message =
          LanguageRunTime.ending(target, signal)
              .map(runTime -> handlerOfRunTime(who, signal, runTime))
              .orElse(who + " has a handler for " + signal);
      return new Result(SignalVerdict.DELIVERABLE, message);
    }
    if (target.ignores(signal)) {
      return new Result(
          SignalVerdict.UNNOTICED,
          who
              + " ignores "
              + signal
              + ", as programs under nohup ignore SIGHUP. Name the signal that it reloads at, or let"
              + " it watch the file");
    }
    if (target.blocks(signal)) {
      return new Result(
          SignalVerdict.DELIVERABLE,
          who + " holds " + signal + " back, as programs do that wait for it");
    }
    if (signal.isHarmlessByDefault()) {
      return new Result(
          SignalVerdict.UNNOTICED,
          who + " has no handler for " + signal + ", which does nothing then. Name another signal");
    }
    return new Result(
        SignalVerdict.ENDS_PROCESS,
        who
            + " has no handler for "
            + signal
            + ", which would end it. Name the signal that it reloads at; if it installs the handler"
            + " later, wait for that");
  }

  private static String handlerOfRunTime(String who, Signal signal, LanguageRunTime runTime) {
    return who
        + " catches the signals that each "
        + runTime
        + " catches. Whether it has a handler of its own for "
        + signal
        + " cannot be seen, and it ends by the signal if not. Check that it puts in a handler";
  }

  private static String everyHandler(String who, Signal signal) {
    return who
        + " has a handler for every signal, as each program in Go has. Whether it has a handler of"
        + " its own for "
        + signal
        + " cannot be seen, and it ends by the signal if not. Check that it calls signal.Notify for"
        + " it";
  }
}
