// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One process of the fleet: a Vault that always answers, connections that go when asked. */
final class SimulatedProcess implements RotationActions {

  private static final Duration ANSWER = Duration.ofMillis(20);
  private static final Duration DRAINING = Duration.ofSeconds(2);

  /** The defaults of Leasehold's settings. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final double RENEW_AT = 0.66;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SimulatedFleet fleet;
  private final Rotation rotation;
  private long alarms;
  private int leases;

  SimulatedProcess(SimulatedFleet fleet, Jitter jitter) {
    this.fleet = fleet;
    RotationPolicy policy = new RotationPolicy(MARGIN, RENEW_AT, null, PATIENCE, jitter);
    this.rotation = new Rotation("orders", policy, fleet, this);
  }

  void start() {
    rotation.start();
  }

  @Override
  public void fetch() {
    fleet.fetching();
    ClockReading asked = fleet.now();
    Credential credential = new Credential("v-orders-" + ++leases, Secret.of("simulated"));
    Lease lease = new Lease("lease-" + leases, credential, asked, fleet.terms().ttl(), true, true);
    fleet.after(ANSWER, () -> rotation.fetched(lease));
  }

  @Override
  public void validate(Lease lease) {
    fleet.after(ANSWER, rotation::validated);
  }

  @Override
  public void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but) {
    fleet.after(ANSWER, rotation::checked);
  }

  @Override
  public void renew(LeasedGeneration generation) {
    fleet.renewing();
    ClockReading asked = fleet.now();
    Duration left = fleet.terms().maxTtl().minus(asked.since(generation.bornAt()));
    Duration granted = left.compareTo(fleet.terms().ttl()) < 0 ? left : fleet.terms().ttl();
    Lease renewal = generation.lease().renewed(asked, granted, true);
    fleet.after(ANSWER, () -> rotation.renewed(generation, renewal));
  }

  @Override
  public void probe(LeasedGeneration generation, Target target) {}

  @Override
  public void publish(LeasedGeneration generation, LateTargets lateTargets, String reason) {}

  @Override
  public void route(LateTargets lateTargets) {}

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {}

  @Override
  public void retire(LeasedGeneration generation) {
    fleet.after(DRAINING, () -> rotation.drained(generation));
  }

  @Override
  public void drained(LeasedGeneration generation) {}

  @Override
  public void revoke(Lease lease) {}

  @Override
  public void refuse(String cause) {
    throw new IllegalStateException("the simulated Vault always answers: " + cause);
  }

  @Override
  public void renewed(LeasedGeneration generation) {}

  @Override
  public void failed(String operation, Exception cause, Duration retryIn) {
    throw new IllegalStateException("the simulated Vault always answers: " + operation, cause);
  }

  @Override
  public void wakeIn(Duration delay) {
    long alarm = ++alarms;
    fleet.after(
        delay,
        () -> {
          if (alarm == alarms) {
            rotation.wake();
          }
        });
  }
}
