// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A life of leases that begins when it is needed: nothing is asked of the source before. Safe for
 * many threads.
 */
final class OnDemandCredentials implements CredentialsProvider {

  private final CredentialRotator rotator;
  private final FirstConnection connection;
  private final Runnable beginning;
  private final AtomicBoolean begins = new AtomicBoolean();

  /**
   * Makes the credentials of a binding.
   *
   * @param connection told of the first connection attempt
   * @param beginning run when the life begins; again, where that has failed
   */
  OnDemandCredentials(CredentialRotator rotator, FirstConnection connection, Runnable beginning) {
    this.rotator = rotator;
    this.connection = connection;
    this.beginning = beginning;
  }

  /** Begins to fetch the first lease, unless that has begun, and returns at once. */
  void begin() {
    if (!begins.get() && begins.compareAndSet(false, true)) {
      try {
        beginning.run();
        rotator.start();
      } catch (RuntimeException | Error notBegun) {
        begins.set(false);
        throw notBegun;
      }
    }
  }

  /** The same for a connection that is asked for. */
  void ask() {
    connection.asked();
    begin();
  }

  /** Returns whether the life has begun. */
  boolean hasBegun() {
    return begins.get();
  }

  @Override
  public Generation current(Targets targets) throws NoCredentialException, InterruptedException {
    ask();
    return rotator.current(targets);
  }

  @Override
  public @Nullable Generation ready(Targets targets) {
    ask();
    return rotator.ready(targets);
  }

  @Override
  public Generation replacing(Generation rejected, Target by, String reason)
      throws NoCredentialException, InterruptedException {
    return rotator.replacing(rejected, by, reason);
  }

  @Override
  public void accepted(Generation generation, Target by) {
    rotator.accepted(generation, by);
  }

  @Override
  public void suspect(Generation generation, Target at, String reason) {
    rotator.suspect(generation, at, reason);
  }

  @Override
  public void keep(Targets targets) {
    rotator.keep(targets);
  }

  @Override
  public void drained(Generation generation) {
    rotator.drained(generation);
  }
}
