// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One credential, tried on several targets at once. It ends when a target has taken it and the
 * others have had a moment to answer, or when all have answered. An answer of a target after that
 * still counts for that target. Not safe for many threads: all but the trials runs on the
 * rotation's.
 */
final class ProbeRound {

  /** A listener for the end of a round; it is called once. */
  interface End {

    /** A target took the credential. */
    void taken();

    /** There was no target to try it on. */
    void untried();

    /** None took it: {@code rejected} by all that count, or not to be asked. */
    void failed(SQLException cause, boolean rejected);
  }

  private final CredentialProbe probe;
  private final ProbeRunner threads;
  private final Rotation rotation;
  private final Credential credential;
  private final Duration grace;
  private final End end;
  private final Set<Target> unanswered = new LinkedHashSet<>();
  private List<Target> next = Collections.emptyList();
  private boolean taken;
  private boolean ended;
  private @Nullable SQLException rejection;
  private @Nullable SQLException failure;

  ProbeRound(
      CredentialProbe probe,
      ProbeRunner threads,
      Rotation rotation,
      Credential credential,
      Duration grace,
      End end) {
    this.probe = probe;
    this.threads = threads;
    this.rotation = rotation;
    this.credential = credential;
    this.grace = grace;
    this.end = end;
  }

  /**
   * Begins.
   *
   * @param first asked at once
   * @param others asked when none of the first has taken it in a moment
   */
  void start(List<Target> first, List<Target> others) {
    next = others;
    ask(first);
    if (!others.isEmpty()) {
      threads.tellIn(grace, this::askNext);
    }
    threads.tell(this::endIfComplete); // There may be none to ask.
  }

  /** Ends after this time at the latest. */
  void endIn(Duration time) {
    threads.tellIn(time, this::finish);
  }

  private void ask(List<Target> targets) {
    unanswered.addAll(targets);
    for (Target target : targets) {
      threads.tryOut(target, () -> tryOut(target), true);
    }
  }

  private void askNext() {
    List<Target> others = next;
    next = Collections.emptyList();
    if (!ended && !taken) {
      ask(others);
    }
  }

  private void tryOut(Target target) {
    ProbeAnswer answer = ProbeAnswer.of(probe, credential, target);
    threads.tell(() -> answered(answer));
  }

  private void answered(ProbeAnswer answer) {
    unanswered.remove(answer.target());
    rotation.answered(credential, answer.target(), answer.kind(), answer.message());
    if (ended) {
      return;
    }
    if (answer.kind() == TargetAnswer.TAKES && !taken) {
      taken = true;
      threads.tellIn(grace, this::finish);
    } else if (answer.kind() == TargetAnswer.REJECTS) {
      rejection = answer.failure();
    } else if (answer.kind() == TargetAnswer.SILENT) {
      failure = answer.failure();
    }
    endIfComplete();
  }

  private void endIfComplete() {
    if (unanswered.isEmpty() && !taken) {
      askNext();
    }
    if (unanswered.isEmpty() && !ended) {
      finish();
    }
  }

  private void finish() {
    if (ended) {
      return;
    }
    ended = true;
    boolean silent = !unanswered.isEmpty();
    for (Target target : unanswered) {
      rotation.answered(credential, target, TargetAnswer.SILENT, "");
    }
    SQLException cause = rejection == null ? failure : rejection;
    if (taken) {
      end.taken();
    } else if (cause == null && !silent) {
      end.untried();
    } else {
      SQLException late = new SQLException("no target has answered in time");
      end.failed(cause == null ? late : cause, rotation.isRejected(credential));
    }
  }
}
