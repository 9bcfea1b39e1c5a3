// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;

/** A source whose fetches are timed, and counted when they succeed. */
final class MeasuredLeaseSource implements LeaseSource {

  private final LeaseSource source;
  private final BindingMetrics metrics;
  private final LeaseClock clock;

  MeasuredLeaseSource(LeaseSource source, BindingMetrics metrics, LeaseClock clock) {
    this.source = source;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public Lease fetch() throws LeaseException {
    ClockReading asked = clock.now();
    return answered(asked, source.fetch());
  }

  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    ClockReading asked = clock.now();
    return answered(asked, source.fetch(inUse));
  }

  private Lease answered(ClockReading asked, Lease lease) {
    metrics.fetched(clock.now().since(asked));
    return lease;
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    return source.renew(lease);
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    source.revoke(lease);
  }

  @Override
  public void watch(Runnable changed) {
    source.watch(changed);
  }

  @Override
  public boolean look() {
    return source.look();
  }

  @Override
  public void close() {
    source.close();
  }
}
