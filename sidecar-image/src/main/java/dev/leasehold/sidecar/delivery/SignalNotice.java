// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.signal.SignalException;
import dev.leasehold.sidecar.signal.SignalPreflight;
import dev.leasehold.sidecar.signal.SignalPreflight.Result;
import dev.leasehold.sidecar.signal.SignalPreflight.SignalVerdict;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.signal.Signaller;
import dev.leasehold.sidecar.signal.StartTime;
import dev.leasehold.sidecar.signal.TargetProcess;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal to each process of the program that has a handler for it, once for each generation. A
 * program that started after the change has read the new file and gets none.
 */
public final class SignalNotice implements ChangeNotice {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final String binding;
  private final Supplier<@Nullable SignalTarget> target;
  private final Signal signal;
  private final Signaller signaller;
  private final SignalPreflight preflight = new SignalPreflight();

  // Both are of one generation, and are for the thread of send alone.
  private final Set<TargetProcess> told = new HashSet<>();
  private StartTime change = StartTime.NEVER;
  private long about;

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
  public NoticeResult send(long generation) {
    if (generation != about) {
      about = generation;
      told.clear();
      change = StartTime.now();
    }
    SignalTarget receiver = target.get();
    if (receiver == null) {
      return NoticeResult.TOLD; // It will read the file that is there when it starts.
    }
    try {
      List<TargetProcess> processes = withoutForks(receiver.find());
      return processes.isEmpty() ? unseen(receiver) : send(processes);
    } catch (SignalException e) {
      return notSent(String.valueOf(e.getMessage()));
    }
  }

  /** A program that forks, as the masters of nginx and gunicorn do, hands the change on itself. */
  private static List<TargetProcess> withoutForks(List<TargetProcess> found) {
    Set<Long> pids = found.stream().map(TargetProcess::pid).collect(Collectors.toSet());
    return found.stream().filter(process -> !pids.contains(process.parent())).toList();
  }

  /** A child of this process has ended when it is not there. Any other may only be invisible. */
  private NoticeResult unseen(SignalTarget receiver) throws SignalException {
    if (receiver.isOwnChild()) {
      return NoticeResult.TOLD;
    }
    Result result = preflight.check(receiver, signal).get(0);
    return result.verdict() == SignalVerdict.NOT_FOUND
        ? NoticeResult.unseen(result.message())
        : notSent(result.message());
  }

  private NoticeResult send(List<TargetProcess> processes) {
    NoticeResult first = NoticeResult.TOLD;
    for (TargetProcess process : processes) {
      NoticeResult result = told.contains(process) ? NoticeResult.TOLD : send(process);
      if (result.isTold()) {
        told.add(process);
      } else if (first.isTold()) {
        first = result;
      }
    }
    return first;
  }

  private NoticeResult send(TargetProcess process) {
    if (process.startedAfter(change)) {
      LOG.debug("{}: {} started after the change and gets no {}", binding, process, signal);
      return NoticeResult.TOLD;
    }
    Result result = preflight.check(process.pid(), signal);
    if (!result.isDeliverable()) {
      // It was seen a moment ago, so a process that is not found has ended.
      return result.verdict() == SignalVerdict.NOT_FOUND
          ? NoticeResult.TOLD
          : notSent(result.message());
    }
    try {
      signaller.send(process, signal);
    } catch (SignalException e) {
      return notSent(String.valueOf(e.getMessage()));
    }
    LOG.info("{}: {} was sent to {}", binding, signal, process);
    return NoticeResult.TOLD;
  }

  private NoticeResult notSent(String why) {
    return NoticeResult.failed(signal + " was not sent. " + why);
  }

  /**
   * Logs the effect that the signal would have now; returns false while there is no process to look
   * at.
   */
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
        found &= result.verdict() != SignalVerdict.NOT_FOUND;
        if (result.isDeliverable()) {
          LOG.info("{}: {}", binding, result.message());
        } else if (result.verdict() != SignalVerdict.NOT_FOUND) {
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
