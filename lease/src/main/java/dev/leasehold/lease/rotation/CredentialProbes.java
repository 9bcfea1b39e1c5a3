// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tries the credentials of a binding on its targets, and tells the rotation. */
final class CredentialProbes {

  private final CredentialProbe probe;
  private final ProbeRunner threads;
  private final Rotation rotation;
  private final Duration grace;

  /**
   * Makes the trials.
   *
   * @param grace how long the other targets may take when a target has taken a credential
   */
  CredentialProbes(CredentialProbe probe, ProbeRunner threads, Rotation rotation, Duration grace) {
    this.probe = probe;
    this.threads = threads;
    this.rotation = rotation;
    this.grace = grace;
  }

  /** See {@link RotationActions#validate}. */
  void validate(Lease lease) {
    ProbeRound.End end =
        new ProbeRound.End() {
          @Override
          public void taken() {
            rotation.validated();
          }

          @Override
          public void untried() {
            rotation.validated();
          }

          @Override
          public void failed(SQLException cause, boolean rejected) {
            rotation.validationFailed(cause, rejected);
          }
        };
    round(lease.credential(), end).start(mostRecent(probe.targets()), Collections.emptyList());
  }

  /** See {@link RotationActions#check}. */
  void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    ProbeRound.End end =
        new ProbeRound.End() {
          @Override
          public void taken() {
            rotation.checked();
          }

          @Override
          public void untried() {
            failed(new SQLException("no target can be asked"), false);
          }

          @Override
          public void failed(SQLException cause, boolean rejected) {
            rotation.checkFailed(generation, cause, rejected);
          }
        };
    List<Target> others = new ArrayList<>(probe.targets());
    others.remove(but);
    List<Target> begin = new ArrayList<>();
    if (first != null && others.remove(first)) { // Also where it is not a recent target.
      begin.add(first);
    }
    ProbeRound round = round(generation.credential(), end);
    round.start(mostRecent(begin), mostRecent(others));
    round.endIn(grace.multipliedBy(3)); // Connects that wait for a replacement wait for this, too.
  }

  /** Returns as many targets as may be tried at once, of the targets that the binding is for. */
  private List<Target> mostRecent(List<Target> known) {
    List<Target> recent = new ArrayList<>();
    for (Target target : known) {
      if (recent.size() < probe.mostTargets() && rotation.counts(target)) {
        recent.add(target);
      }
    }
    return recent;
  }

  private ProbeRound round(Credential credential, ProbeRound.End end) {
    return new ProbeRound(probe, threads, rotation, credential, grace, end);
  }

  /** See {@link RotationActions#probe}. */
  void probe(LeasedGeneration generation, Target target) {
    Credential credential = generation.credential();
    threads.tryOut(
        target,
        () -> {
          ProbeAnswer answer = ProbeAnswer.of(probe, credential, target);
          threads.tell(
              () -> rotation.answered(credential, target, answer.kind(), answer.message()));
        },
        false);
  }
}
