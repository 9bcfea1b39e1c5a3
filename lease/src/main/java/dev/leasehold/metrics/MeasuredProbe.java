// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.util.List;

/** A probe whose answers are counted. */
final class MeasuredProbe implements CredentialProbe {

  private final CredentialProbe probe;
  private final BindingMetrics metrics;

  MeasuredProbe(CredentialProbe probe, BindingMetrics metrics) {
    this.probe = probe;
    this.metrics = metrics;
  }

  @Override
  public List<Target> targets() {
    return probe.targets();
  }

  @Override
  public int mostTargets() {
    return probe.mostTargets();
  }

  @Override
  public Verdict tryOut(Credential credential, Target target) throws SQLException {
    try {
      Verdict verdict = probe.tryOut(credential, target);
      if (verdict == Verdict.ACCEPTED) {
        metrics.probed(ProbeResult.ACCEPTED);
      }
      return verdict;
    } catch (SQLException failure) {
      boolean rejected = probe.rejects(failure, target);
      metrics.probed(rejected ? ProbeResult.REJECTED : ProbeResult.FAILED);
      throw failure;
    }
  }

  @Override
  public boolean rejects(SQLException failure, Target target) {
    return probe.rejects(failure, target);
  }
}
