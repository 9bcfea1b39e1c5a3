// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.sidecar.signal.Signal;
import dev.leasehold.sidecar.signal.SignalException;
import dev.leasehold.sidecar.signal.SignalPreflight;
import dev.leasehold.sidecar.signal.SignalPreflight.Result;
import dev.leasehold.sidecar.signal.SignalPreflight.Verdict;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.signal.Signaller;
import dev.leasehold.sidecar.signal.TargetProcess;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A signal to each process of the program that has a handler for it. */
public final class SignalNotice implements ChangeNotice {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final String binding;
  private final Supplier<@Nullable SignalTarget> target;
  private final Signal signal;
  private final Signaller signaller;
  private final SignalPreflight preflight = new SignalPreflight();

  /** Why it was last not sent, so that it is not said at each try. For one thread. */
  private String told = "";

  /**
   * Makes a notice.
   *
   * @param target returns null while the program has not been started
   */
  public SignalNotice(
      String binding, Supplier<@Nullable SignalTarget> target, Signal signal, Signaller signaller) {
    this.binding = binding;
    this.target = target;
    this.signal = signal;
    this.signaller = signaller;
  }

  @Override
  public boolean send() {
    SignalTarget receiver = target.get();
    if (receiver == null) {
      return true;
    }
    try {
      List<TargetProcess> processes = withoutForks(receiver.find());
      if (processes.isEmpty()) {
        return isNotRunning(receiver);
      }
      boolean all = true;
      for (TargetProcess process : processes) {
        all &= send(process);
      }
      return all;
    } catch (SignalException e) {
      tell(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** A program that forks, as the masters of nginx and gunicorn do, hands the change on itself. */
  private static List<TargetProcess> withoutForks(List<TargetProcess> found) {
    Set<Long> pids = found.stream().map(TargetProcess::pid).collect(Collectors.toSet());
    return found.stream().filter(process -> !pids.contains(parent(process))).toList();
  }

  private static long parent(TargetProcess process) {
    return ProcessHandle.of(process.pid())
        .flatMap(ProcessHandle::parent)
        .map(ProcessHandle::pid)
        .orElse(0L);
  }

  /** A program that starts later reads the file as it is then. */
  private boolean isNotRunning(SignalTarget receiver) throws SignalException {
    boolean absent = true;
    for (Result result : preflight.check(receiver, signal)) {
      absent &= result.verdict() == Verdict.NOT_FOUND;
      tell(result.message());
    }
    return absent;
  }

  private boolean send(TargetProcess process) throws SignalException {
    Result result = preflight.check(process.pid(), signal);
    if (!result.isDeliverable()) {
      tell(result.message());
      return result.verdict() == Verdict.NOT_FOUND;
    }
    signaller.send(process, signal);
    LOG.info("{}: {} was sent to {}", binding, signal, process);
    told = "";
    return true;
  }

  private void tell(String why) {
    if (why.equals(told)) {
      LOG.debug("{}: {} was not sent: {}", binding, signal, why);
    } else {
      LOG.warn("{}: {} was not sent: {}", binding, signal, why);
    }
    told = why;
  }

  /** Says what the signal would do now; returns false while there is no process to look at. */
  @Override
  public boolean preflight() {
    SignalTarget receiver = target.get();
    if (receiver == null) {
      return false;
    }
    try {
      signaller.prepare();
      boolean found = true;
      for (Result result : preflight.check(receiver, signal)) {
        found &= result.verdict() != Verdict.NOT_FOUND;
        if (result.isDeliverable()) {
          LOG.info("{}: {}", binding, result.message());
        } else if (result.verdict() != Verdict.NOT_FOUND) {
          LOG.warn("{}: {}", binding, result.message());
        }
      }
      return found;
    } catch (SignalException e) {
      LOG.warn("{}: {}", binding, e.getMessage());
      return true;
    }
  }
}
