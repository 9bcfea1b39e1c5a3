// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.GONE;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source whose first lease is the newest lease of an earlier process, if that still lives. So a
 * process that is started anew makes no other role. The source tells after each change which leases
 * are held, for the next process. Safe for use by many threads.
 *
 * <p>Other leases of an earlier process are kept until {@link #revokeEarlier}.
 *
 * <p>A secret that Vault does not end is read anew. Where Vault cannot be asked, it is used as the
 * earlier process left it, for as long as that vouched for it.
 */
public final class ResumedLeaseSource implements LeaseSource {

  /** The path under which a later process takes over a lease that is to be revoked and not used. */
  private static final String NOWHERE = "";

  private final VaultSession session;
  private final LeaseSource source;
  private final String path;
  private final Consumer<List<SavedLease>> store;

  @GuardedBy("this") private final Map<String, Lease> held = new LinkedHashMap<>();

  @GuardedBy("this") private final Map<String, Lease> earlier = new LinkedHashMap<>();

  @GuardedBy("this") private final Set<String> unusable = new HashSet<>();

  @GuardedBy("this") private @Nullable Lease newest;

  /**
   * Makes a source of leases as {@link VaultSession#leases(VaultPath, Duration)} does, and takes
   * over the leases that an earlier process has left. Asks nothing yet.
   *
   * @param left the leases, from the oldest to the newest
   * @param store gets the leases that are held after each change, from the oldest to the newest, on
   *     the thread that made the change
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
    living.removeIf(saved -> !mayLive(saved));
    Collections.reverse(living); // The newest lease's token is used.
    living.forEach(this::takeOver);
    Collections.reverse(living);
    living.forEach(this::hold);
  }

  private boolean mayLive(SavedLease saved) {
    if (!saved.isOf(session.connection().toString())) {
      return false;
    }
    return saved.lease().revocable()
        ? !session.remaining(saved.youngest().lease()).isZero()
        : isOfUse(saved) && saved.isAt(path);
  }

  private boolean isOfUse(SavedLease saved) {
    return !session.remaining(saved.lease()).isZero();
  }

  /** A lease that has ended by either clock is not used again, now or by a later process. */
  @GuardedBy("this") private void hold(SavedLease saved) {
    boolean ofUse = isOfUse(saved);
    Lease lease = ofUse ? saved.lease() : saved.youngest().lease();
    held.put(lease.id(), lease);
    if (!ofUse || !saved.isAt(path)) {
      unusable.add(lease.id());
    }
  }

  @GuardedBy("this") private void takeOver(SavedLease saved) {
    boolean ofUse = isOfUse(saved);
    boolean revocable = saved.lease().revocable();
    if (revocable) {
      session.takeOver(ofUse ? saved : saved.youngest());
    }
    if (ofUse && newest == null && saved.isAt(path)) {
      newest = saved.lease();
    } else if (revocable) {
      earlier.put(saved.lease().id(), saved.youngest().lease());
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

  /**
   * Returns the newest lease of the earlier process, renewed where that can be; null if Vault no
   * longer has it. A lease that cannot be renewed is asked about all the same: Vault says whether
   * it has it.
   */
  private @Nullable Lease resume() {
    Lease lease = takeNewest();
    if (lease == null) {
      return null;
    }
    try {
      return resumed(lease, noted(source.renew(lease)));
    } catch (LeaseException e) {
      boolean ended = session.remaining(lease).isZero();
      if (!lease.revocable()) {
        return e.kind().isPassing() && !ended ? lease.resumed() : null;
      }
      if (ended || (e.kind() == GONE && !ResponseFault.isNotRenewable(e))) {
        forget(lease);
        return null;
      }
      if (e.kind() == UNAVAILABLE || e.kind() == GONE || lease.renewable()) {
        return lease.resumed(); // It is of use for as long as it lasts, also while Vault is away.
      }
      leave(lease); // Vault does not say whether it lives, and nothing else will.
      return null;
    }
  }

  /** A secret that Vault does not end may have been changed meanwhile: that is a new lease. */
  private static Lease resumed(Lease before, Lease renewal) {
    return renewal.credential().equals(before.credential()) ? renewal.resumed() : renewal;
  }

  /** Leaves a lease of this source to {@link #revokeEarlier}, as a lease that is not to be used. */
  public void leave(Lease lease) {
    if (!lease.revocable()) {
      forget(lease); // There is nothing to revoke.
      return;
    }
    synchronized (this) {
      earlier.put(lease.id(), lease);
      unusable.add(lease.id()); // Nor is it to be used by a later process.
    }
    tell();
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
   * Revokes the leases of the earlier process, except for the resumed lease. That process was about
   * to revoke them, or to hand them out.
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

  /** Returns the leases that can be revoked and have not been. */
  public synchronized List<Lease> left() {
    Map<String, Lease> left = new LinkedHashMap<>(earlier);
    held.values().stream().filter(Lease::revocable).forEach(lease -> left.put(lease.id(), lease));
    return new ArrayList<>(left.values());
  }

  private Lease noted(Lease lease) {
    synchronized (this) {
      if (!lease.revocable()) {
        dropAllButOne(lease.credential());
      }
      held.put(lease.id(), lease);
    }
    tell();
    return lease;
  }

  /**
   * Drops secrets that Vault does not end, as nobody revokes them. Keeps the newest secret with
   * another credential than this: a file may have it until this credential is in its place.
   */
  @GuardedBy("this") private void dropAllButOne(Credential next) {
    Lease before = null;
    for (Lease other : held.values()) {
      before = other.revocable() || other.credential().equals(next) ? before : other;
    }
    Lease kept = before;
    held.values().removeIf(other -> !other.revocable() && other != kept);
  }

  private void forget(Lease lease) {
    synchronized (this) {
      held.remove(lease.id());
      earlier.remove(lease.id());
    }
    tell();
  }

  /** Held throughout, so that no older list is stored after a newer list. */
  private synchronized void tell() {
    held.values().removeIf(lease -> session.remaining(lease).isZero());
    List<SavedLease> all = new ArrayList<>();
    for (Lease lease : held.values()) {
      all.add(session.save(unusable.contains(lease.id()) ? NOWHERE : path, lease));
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
