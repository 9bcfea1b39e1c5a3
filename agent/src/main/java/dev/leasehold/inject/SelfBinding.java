// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.reactive.BlockingAdmission;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a binding without {@code leasehold.url}: the servers of the connection that first
 * accepts its credential. Until then the servers of one connection at a time are offered the
 * credential, in the order of the requests. Connects to others wait for the verdict. Afterwards
 * connections elsewhere are left as they are configured. Safe for many threads.
 */
public final class SelfBinding implements BlockingAdmission {

  /** The time between two looks of a waiting connect at the clock. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /**
   * More servers than an application connects to; further servers are left alone without a word.
   */
  private static final int MOST_NAMED = 64;

  private final String binding;
  private final String setting;
  private final Duration patience;
  private final LeaseClock clock;
  private final SelfBindingListener listener;

  /** No monitor: a virtual thread that waits in a monitor keeps its carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  @GuardedBy("lock") private final OfferQueue offers = new OfferQueue();

  @GuardedBy("lock") private final Set<String> named = new HashSet<>();

  private volatile @Nullable Targets servers;
  private volatile String url = "";

  /**
   * Makes the binding of a binding that has no server yet.
   *
   * @param setting the name of the setting that would say which servers, {@code leasehold.url}
   * @param patience longest time that a connect waits for a verdict on other servers
   */
  public SelfBinding(
      String binding,
      String setting,
      Duration patience,
      LeaseClock clock,
      SelfBindingListener listener) {
    this.binding = binding;
    this.setting = setting;
    this.patience = patience;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Returns whether a connect may use the credential; waits until that is known. A connect that may
   * is to call {@link #accepted}, {@link #rejected} and in any case {@link #ended}.
   *
   * @throws SQLException when it is refused: the servers have rejected the credential, or no
   *     verdict on others has come in time
   */
  @Override
  public boolean admits(String url, Targets targets) throws SQLException, InterruptedException {
    Boolean known = ask(url, targets);
    return known == null ? await(url, targets) : known;
  }

  /** The same for a caller that must not wait; null where it would have to. */
  @Nullable Boolean ask(String url, Targets targets) throws SQLException {
    Targets bound = servers;
    if (bound == null) {
      lock.lock();
      try {
        bound = servers;
        if (bound == null) {
          refuseDetours(targets);
          return isOffered(url, targets) ? true : null;
        }
      } finally {
        lock.unlock();
      }
    }
    if (targets.namesWithin(bound) && !targets.leadsWithin(bound)) {
      refuseDetours(targets);
    }
    return isWithin(bound, targets);
  }

  /** Neither the first URL nor a later URL chooses which code or service gets the credential. */
  private void refuseDetours(Targets targets) throws SQLException {
    if (!targets.areCertain()) {
      throw ConnectFailures.refused(maybeElsewhere(targets), null);
    }
  }

  /** Returns whether it is known that these are none of the binding's servers. */
  boolean isForOthers(Targets targets) {
    Targets bound = servers;
    return bound != null && !targets.namesWithin(bound) && !isWithin(bound, targets);
  }

  private boolean await(String url, Targets targets) throws SQLException, InterruptedException {
    long from = clock.nanos();
    lock.lock();
    try {
      offers.enqueue(targets);
      if (awaitOffer(url, targets, from)) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    Targets bound = servers;
    return bound != null && isWithin(bound, targets);
  }

  /** Waits in the queue; returns false once the binding has its servers. */
  @GuardedBy("lock") private boolean awaitOffer(String url, Targets targets, long from)
      throws SQLException, InterruptedException {
    try {
      while (servers == null) {
        if (isOffered(url, targets)) {
          return true;
        }
        if (clock.nanos() - from >= patience.toNanos()) {
          throw ConnectFailures.refused(nothingHeard(targets), null);
        }
        long unused = changed.awaitNanos(LOOK_NANOS);
      }
      return false;
    } finally {
      offers.dequeue(targets);
      changed.signalAll();
    }
  }

  @GuardedBy("lock") private boolean isOffered(String url, Targets targets) throws SQLException {
    offers.see(url, targets);
    if (offers.rests(targets, clock.nanos())) {
      throw ConnectFailures.refused(rejectedBefore(targets), null);
    }
    return offers.take(url, targets, clock.nanos());
  }

  private boolean isWithin(Targets bound, Targets targets) {
    if (targets.leadsWithin(bound)) {
      return true;
    }
    boolean first;
    lock.lock();
    try {
      first = named.size() < MOST_NAMED && named.add(targets.whole().server());
    } finally {
      lock.unlock();
    }
    if (first) {
      listener.leftAlone(binding, setting, url, bound, targets);
    }
    return false;
  }

  /** Returns whether a server may be shown the credential now. */
  boolean isFor(Target server) {
    Targets bound = servers;
    if (bound != null) {
      return bound.hasServer(server);
    }
    lock.lock();
    try {
      return offers.includes(server);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that these have taken the credential; the first ever are the binding's from now on.
   *
   * @return whether they are the first
   */
  boolean accepted(Targets targets) {
    if (servers != null) {
      return false;
    }
    lock.lock();
    try {
      if (servers != null) {
        return false;
      }
      url = offers.url(targets);
      servers = targets;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.bound(binding, setting, url, targets);
    return true;
  }

  /** Returns the targets on offer that one target stands for; null when it stands for none. */
  @Nullable Targets offered(Target whole) {
    lock.lock();
    try {
      return offers.of(whole);
    } finally {
      lock.unlock();
    }
  }

  /** Says that these have rejected the credential: others may be offered it. */
  void rejected(Targets targets) {
    if (servers == null) {
      lock.lock();
      try {
        offers.reject(targets, clock.nanos());
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Says that a connect which was admitted has ended, with or without a verdict. */
  @Override
  public void ended(Targets targets) {
    if (servers == null) {
      lock.lock();
      try {
        offers.giveBack(targets);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private String maybeElsewhere(Targets targets) {
    return "binding "
        + binding
        + ": "
        + targets.detourNames()
        + " may lead the connection elsewhere than "
        + targets
        + ", or hand its login to other code, and no "
        + setting
        + " says that this is meant. If it is, set "
        + setting
        + " to the server's URL, with each of these parameters and its value in its query, or to *"
        + " for all";
  }

  private String rejectedBefore(Targets targets) {
    return "binding "
        + binding
        + ": "
        + targets.whole().server()
        + " has rejected its credential, and no "
        + setting
        + " says which server that is for. Set "
        + setting
        + " to that server's URL, as in jdbc:postgresql://host:5432; connections elsewhere are then"
        + " left as they are configured";
  }

  @GuardedBy("lock") private String nothingHeard(Targets targets) {
    return "binding "
        + binding
        + ": no "
        + setting
        + " says which servers it is for. "
        + offers.offered()
        + ", which is asked first, has neither accepted nor rejected its credential within "
        + patience.getSeconds()
        + " s, so no credential is sent to "
        + targets.whole().server()
        + ". Set "
        + setting
        + " to the URL of the server that it is for";
  }
}
