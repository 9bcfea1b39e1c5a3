// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The running rotation of a binding's leases. Its {@link Rotation} runs on a thread of its own and
 * asks the source and the database on other threads. It hands the current generation to connection
 * attempts. Safe for many threads.
 */
public final class CredentialRotator implements CredentialsProvider {

  private final RotationEffects effects;
  private final CurrentCredential currentCredential;
  private final BindingWorkers threads;
  private final Rotation rotation;

  /** Suspicions that are not heard yet: a target that ends all sessions says so for each. */
  private final Set<Map.Entry<Generation, Target>> suspected = ConcurrentHashMap.newKeySet();

  /**
   * Makes the life of a binding and its threads; nothing is asked before {@link #start()}.
   *
   * @param binding the binding's name, for messages and threads
   * @param policy when to renew and to rotate
   * @param source where leases come from; its owner closes it, after {@link #close(Duration)}
   * @param probe tries credentials before they are published
   * @param listener told of everything
   * @param clock where time comes from
   */
  public CredentialRotator(
      String binding,
      RotationPolicy policy,
      LeaseSource source,
      CredentialProbe probe,
      LeaseListener listener,
      LeaseClock clock) {
    this.effects = new RotationEffects(binding, policy, source, probe, listener, clock);
    this.currentCredential = effects.currentCredential();
    this.threads = effects.threads();
    this.rotation = effects.rotation();
  }

  /** Begins to fetch the first lease, and returns at once. */
  public void start() {
    start(RotationEffects.LOOK);
  }

  /**
   * Does the same for a process that is to wake seldom. A renewal, a retry and the end of the
   * current lease are done at their time.
   *
   * @param look how often the clocks are read at least. For so long a clock that was set forward,
   *     or a machine that was suspended, may go unnoticed
   */
  public void start(Duration look) {
    effects.start(look);
    threads.tell(rotation::start);
  }

  /**
   * Asks for a new credential, and returns at once; without effect while a credential is on its
   * way.
   */
  public void rotate(String reason) {
    threads.tell(() -> rotation.rotate(reason));
  }

  /**
   * Says that the source has another credential than it handed out last, or another end for the
   * same credential. Returns at once. Without effect while the source or a database is asked: say
   * it again until the source has handed out that credential.
   */
  public void sourceChanged() {
    threads.tell(rotation::sourceChanged);
  }

  /**
   * Returns the newest generation, waiting for the first generation as {@link #current(Targets)}
   * does.
   */
  public Generation current() throws NoCredentialException, InterruptedException {
    return currentCredential.pass(null, null);
  }

  @Override
  public Generation current(Targets targets) throws NoCredentialException, InterruptedException {
    return currentCredential.pass(targets, null);
  }

  @Override
  public @Nullable Generation ready(Targets targets) {
    return currentCredential.ready(targets, null);
  }

  @Override
  public Generation replacing(Generation rejected, Target by, String reason)
      throws NoCredentialException, InterruptedException {
    LeasedGeneration known = own(rejected);
    RejectedGeneration rejection = new RejectedGeneration(known);
    threads.tell(() -> rejected(known, by, reason, rejection));
    return currentCredential.pass(Targets.of(by), rejection);
  }

  private void rejected(
      LeasedGeneration rejected, Target by, String reason, RejectedGeneration rejection) {
    try {
      rotation.rejected(rejected, by, reason);
    } finally {
      rejection.heard();
      currentCredential.look();
    }
  }

  @Override
  public void accepted(Generation generation, Target by) {
    LeasedGeneration taken = own(generation);
    if (rotation.isNews(taken, by)) {
      threads.tell(() -> rotation.accepted(taken, by));
    }
  }

  @Override
  public void suspect(Generation generation, Target at, String reason) {
    Map.Entry<Generation, Target> known = new SimpleImmutableEntry<>(generation, at);
    if (suspected.add(known)) {
      try {
        threads.tell(() -> suspected(known, reason));
      } catch (RuntimeException | Error untold) {
        suspected.remove(known);
        throw untold;
      }
    }
  }

  private void suspected(Map.Entry<Generation, Target> known, String reason) {
    suspected.remove(known);
    rotation.suspect(own(known.getKey()), known.getValue(), reason);
  }

  @Override
  public void keep(Targets targets) {
    threads.tell(() -> rotation.keep(targets));
  }

  @Override
  public void drained(Generation generation) {
    threads.tell(() -> rotation.drained(own(generation)));
  }

  /** Casts a generation that comes back from its user: there is no other sort. */
  private static LeasedGeneration own(Generation generation) {
    return (LeasedGeneration) generation;
  }

  /**
   * Returns whether the last request to the source was for a new lease and has no answer yet. This
   * holds also where the rotation has stopped waiting. The source may then make a lease that this
   * process never learns of.
   */
  public boolean isFetching() {
    return effects.isFetching();
  }

  /**
   * Refuses connections from now on and gives every lease back, also a lease that may be on its
   * way. Returns when that is done, or after {@code bound}: a lease that is left then ends by
   * itself.
   */
  public void close(Duration bound) {
    threads.tell(
        () -> {
          currentCredential.close("Leasehold is shutting down"); // Before a lease is given back.
          rotation.close();
        });
    threads.close(bound, effects.revoker()::lastAttempt);
  }
}
