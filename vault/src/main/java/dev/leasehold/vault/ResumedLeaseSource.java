// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.GONE;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source whose first lease is the newest one of an earlier process, if that still lives, so that
 * a process that is started anew makes no other role. It tells after each change which leases are
 * held, for the process after this one. Safe for use by many threads.
 *
 * <p>What an earlier process held besides is kept until {@link #revokeEarlier}.
 */
public final class ResumedLeaseSource implements LeaseSource {

  private final VaultSession session;
  private final LeaseSource source;
  private final String path;
  private final Consumer<List<SavedLease>> store;

  // All below are guarded by the monitor of this.
  private final Map<String, Lease> held = new LinkedHashMap<>();
  private final Map<String, Lease> earlier = new LinkedHashMap<>();
  private @Nullable Lease newest;

  /**
   * Makes a source of leases as {@link VaultSession#leases(VaultPath, Duration)} does, and takes
   * over what an earlier process has left. Asks nothing yet.
   *
   * @param left from the oldest to the newest
   * @param store told of what is held after each change, from the oldest to the newest, on the
   *     thread that made it
   */
  public ResumedLeaseSource(
      VaultSession session,
      VaultPath path,
      @Nullable Duration age,
      List<SavedLease> left,
      Consumer<List<SavedLease>> store) {
    this.session = session;
    this.source = session.leases(path, age);
    this.path = path.toString();
    this.store = store;
    List<SavedLease> living = new ArrayList<>(left);
    living.removeIf(saved -> !isOfUse(saved));
    Collections.reverse(living); // The newest one's token is the one to use.
    living.forEach(this::takeOver);
    Collections.reverse(living);
    living.forEach(saved -> held.put(saved.lease().id(), saved.lease()));
  }

  private boolean isOfUse(SavedLease saved) {
    Lease lease = saved.lease();
    return saved.isOf(session.connection().toString())
        && lease.revocable()
        && !session.remaining(lease).isZero();
  }

  private void takeOver(SavedLease saved) {
    session.takeOver(saved);
    if (newest == null && saved.isAt(path)) {
      newest = saved.lease();
    } else {
      earlier.put(saved.lease().id(), saved.lease());
    }
  }

  @Override
  public Lease fetch() throws LeaseException {
    Lease resumed = resume();
    return resumed == null ? noted(source.fetch()) : resumed;
  }

  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    return noted(source.fetch(inUse));
  }

  /** Returns the newest lease of the earlier process, renewed where that can be; null if gone. */
  private @Nullable Lease resume() {
    Lease lease = takeNewest();
    if (lease == null || !lease.renewable()) {
      return lease;
    }
    try {
      return noted(source.renew(lease));
    } catch (LeaseException e) {
      if (e.kind() != GONE && !session.remaining(lease).isZero()) {
        return lease; // It is of use for as long as it lasts, whatever becomes of Vault.
      }
      forget(lease);
      return null;
    }
  }

  private synchronized @Nullable Lease takeNewest() {
    Lease lease = newest;
    newest = null;
    return lease;
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    return noted(source.renew(lease));
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    source.revoke(lease);
    forget(lease);
  }

  /**
   * Revokes what the earlier process held besides the lease that is resumed: one that it was about
   * to revoke, or to hand out.
   *
   * @throws LeaseException when one of them may live on; to be called again until it ends by itself
   */
  public void revokeEarlier() throws LeaseException {
    List<Lease> left;
    synchronized (this) {
      left = new ArrayList<>(earlier.values());
    }
    for (Lease lease : left) {
      if (!session.remaining(lease).isZero()) {
        source.revoke(lease);
      }
      forget(lease);
    }
  }

  /** Returns how many leases {@link #revokeEarlier} is to revoke. */
  public synchronized int countEarlier() {
    return earlier.size();
  }

  /** Returns whether a lease that can be revoked has not been. */
  public synchronized boolean holdsAny() {
    return !earlier.isEmpty() || held.values().stream().anyMatch(Lease::revocable);
  }

  private Lease noted(Lease lease) {
    synchronized (this) {
      if (!lease.revocable()) {
        held.values().removeIf(other -> !other.revocable()); // They end none.
      }
      held.put(lease.id(), lease);
    }
    tell();
    return lease;
  }

  private void forget(Lease lease) {
    synchronized (this) {
      held.remove(lease.id());
      earlier.remove(lease.id());
    }
    tell();
  }

  /** Held throughout, so that no older list is stored after a newer one. */
  private synchronized void tell() {
    held.values().removeIf(lease -> session.remaining(lease).isZero());
    List<SavedLease> all = new ArrayList<>();
    for (Lease lease : held.values()) {
      all.add(session.save(path, lease));
    }
    store.accept(all);
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
