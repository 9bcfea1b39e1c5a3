// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.metrics;

import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.metrics.ConnectionMetrics;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import org.jspecify.annotations.Nullable;

/** A supply whose refusals are counted, and nothing else: the way of a connect that works. */
final class CountedCredentials implements CredentialsProvider {

  private final CredentialsProvider supply;
  private final ConnectionMetrics metrics;

  CountedCredentials(CredentialsProvider supply, ConnectionMetrics metrics) {
    this.supply = supply;
    this.metrics = metrics;
  }

  @Override
  public Generation current(Targets targets) throws NoCredentialException, InterruptedException {
    try {
      return supply.current(targets);
    } catch (NoCredentialException none) {
      metrics.refused();
      throw none;
    }
  }

  @Override
  public @Nullable Generation ready(Targets targets) {
    return supply.ready(targets);
  }

  @Override
  public Generation replacing(Generation rejected, Target by, String reason)
      throws NoCredentialException, InterruptedException {
    metrics.rejected();
    try {
      return supply.replacing(rejected, by, reason);
    } catch (NoCredentialException none) {
      metrics.refused();
      throw none;
    }
  }

  @Override
  public void accepted(Generation generation, Target by) {
    supply.accepted(generation, by);
  }

  @Override
  public void suspect(Generation generation, Target at, String reason) {
    supply.suspect(generation, at, reason);
  }

  @Override
  public void keep(Targets targets) {
    supply.keep(targets);
  }

  @Override
  public void drained(Generation generation) {
    supply.drained(generation);
  }
}
