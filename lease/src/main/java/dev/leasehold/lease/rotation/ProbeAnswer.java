// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One login with a credential on one target, and its answer. Immutable. */
final class ProbeAnswer {

  private final Target target;
  private final TargetAnswer kind;
  private final @Nullable SQLException failure;

  private ProbeAnswer(Target target, TargetAnswer kind, @Nullable SQLException failure) {
    this.target = target;
    this.kind = kind;
    this.failure = failure;
  }

  /** Logs in. Blocks as the probe does. */
  static ProbeAnswer of(CredentialProbe probe, Credential credential, Target target) {
    try {
      boolean taken = probe.tryOut(credential, target) == CredentialProbe.Verdict.ACCEPTED;
      return new ProbeAnswer(target, taken ? TargetAnswer.TAKES : TargetAnswer.UNTRIED, null);
    } catch (SQLException e) {
      TargetAnswer answer = probe.rejects(e, target) ? TargetAnswer.REJECTS : TargetAnswer.SILENT;
      return new ProbeAnswer(target, answer, e);
    } catch (RuntimeException | Error fault) {
      return new ProbeAnswer(
          target, TargetAnswer.SILENT, new SQLException(RotationEffects.fault(fault)));
    }
  }

  Target target() {
    return target;
  }

  TargetAnswer kind() {
    return kind;
  }

  /** Returns the target's error; null where it took the credential, or was not asked. */
  @Nullable SQLException failure() {
    return failure;
  }

  /** Returns the message of {@link #failure()}; empty where there is none. */
  String message() {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }
}
