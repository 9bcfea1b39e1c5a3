// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The order in which servers are offered the credential of a binding that has no server yet. Not
 * safe for many threads: {@link SelfBinding} holds its lock during each call, and its field is
 * {@code @GuardedBy} that lock.
 */
final class OfferQueue {

  /** The time for which an offer without a verdict holds up others. */
  static final long LAPSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** The time for which servers that have rejected the credential are not offered it again. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** An offer is made to the servers of one connection, however many connects go there. */
  private static final class QueuedOffer {
    private final String url;
    private final Targets targets;
    private final long since;
    private int connects = 1;

    QueuedOffer(String url, Targets targets, long since) {
      this.url = url;
      this.targets = targets;
      this.since = since;
    }
  }

  private static final class KnownServers {
    private final String url;
    private final Targets targets;

    KnownServers(String url, Targets targets) {
      this.url = url;
      this.targets = targets;
    }
  }

  private static final class PastRejection {
    private final Targets by;
    private final long at;

    PastRejection(Targets by, long at) {
      this.by = by;
      this.at = at;
    }
  }

  /** More than an application connects to. */
  private static final int MOST_SERVERS = 64;

  private final List<Targets> waiting = new ArrayList<>();
  private final List<KnownServers> known = new ArrayList<>();
  private final List<PastRejection> rejections = new ArrayList<>();
  private @Nullable QueuedOffer offer;

  /** The last that was made, with any verdict or none. */
  private @Nullable QueuedOffer last;

  void enqueue(Targets targets) {
    waiting.add(targets);
  }

  void dequeue(Targets targets) {
    waiting.remove(targets); // Equal ones are the same: of two connects, the first may go.
  }

  /** Takes note of servers that are connected to, and of the URL of the first such connect. */
  void see(String url, Targets targets) {
    for (KnownServers each : known) {
      if (each.targets.sameServers(targets)) {
        return;
      }
    }
    if (known.size() < MOST_SERVERS) {
      known.add(new KnownServers(url, targets));
    }
  }

  /** Returns whether the servers are offered the credential, if need be from now on. */
  boolean take(String url, Targets targets, long now) {
    QueuedOffer current = offer;
    boolean turn = waiting.isEmpty() || waiting.get(0).sameServers(targets);
    if (current != null && current.targets.sameServers(targets)) {
      if (turn || now - current.since < LAPSE_NANOS) {
        current.connects++;
        return true;
      }
      return false;
    }
    if (!turn || (current != null && now - current.since < LAPSE_NANOS)) {
      return false;
    }
    offer = new QueuedOffer(url, targets, now);
    last = offer;
    return true;
  }

  void giveBack(Targets targets) {
    QueuedOffer current = offer;
    if (current != null && current.targets.sameServers(targets) && --current.connects == 0) {
      offer = null;
    }
  }

  void reject(Targets by, long now) {
    rejections.removeIf(earlier -> earlier.by.sameServers(by));
    rejections.add(new PastRejection(by, now));
    if (offer != null && offer.targets.sameServers(by)) {
      offer = null;
    }
  }

  /** Returns whether the servers are to rest: only where there are others to be offered it. */
  boolean rests(Targets targets, long now) {
    if (known.size() < 2) {
      return false;
    }
    rejections.removeIf(rejection -> now - rejection.at >= REST_NANOS);
    for (PastRejection rejection : rejections) {
      if (rejection.by.sameServers(targets)) {
        return true;
      }
    }
    return false;
  }

  boolean includes(Target server) {
    QueuedOffer current = offer;
    return current != null && current.targets.hasServer(server);
  }

  /** Returns the offered targets that one target stands for; null when it stands for none. */
  @Nullable Targets of(Target whole) {
    QueuedOffer made = last;
    return made != null && made.targets.whole().equals(whole) ? made.targets : null;
  }

  /** Returns the servers that are being offered the credential, for a message. */
  String offered() {
    QueuedOffer made = offer == null ? last : offer;
    return made == null ? "no server" : made.targets.whole().server();
  }

  /** Returns the URL of the first connect to these, which were offered the credential. */
  String url(Targets targets) {
    for (KnownServers each : known) {
      if (each.targets.sameServers(targets)) {
        return each.url;
      }
    }
    QueuedOffer made = last; // Too many servers are known.
    return made == null ? "jdbc:postgresql:" : made.url;
  }
}
