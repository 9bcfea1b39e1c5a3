// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseListener;
import java.time.Duration;

/** Tells another listener of everything that a sidecar's rotation tells of. */
abstract class ForwardingLeaseListener implements LeaseListener {

  private final LeaseListener next;

  ForwardingLeaseListener(LeaseListener next) {
    this.next = next;
  }

  @Override
  public void fetched(String binding, Lease lease, Duration took) {
    next.fetched(binding, lease, took);
  }

  @Override
  public void published(Generation generation, String reason) {
    next.published(generation, reason);
  }

  @Override
  public void renewed(Generation generation) {
    next.renewed(generation);
  }

  @Override
  public void retired(Generation generation) {
    next.retired(generation);
  }

  @Override
  public void drained(Generation generation, Duration after) {
    next.drained(generation, after);
  }

  @Override
  public void owed(String binding, Lease lease) {
    next.owed(binding, lease);
  }

  @Override
  public void revoked(String binding, Lease lease) {
    next.revoked(binding, lease);
  }

  @Override
  public void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    next.revokeFailed(binding, lease, cause, retryIn);
  }

  @Override
  public void lapsed(String binding, Lease lease) {
    next.lapsed(binding, lease);
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    next.failed(binding, operation, cause, retryIn);
  }

  @Override
  public void refusing(String binding, String cause) {
    next.refusing(binding, cause);
  }
}
