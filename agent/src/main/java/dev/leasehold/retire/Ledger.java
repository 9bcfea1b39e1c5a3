// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.target.Target;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The register of physical connections by generation, which lets none outlive its lease. Safe for
 * any thread; nothing of it is on the way of borrowing a connection.
 *
 * <p>A retired generation's connections become invalid one after the other, and the pools are asked
 * to evict them until none is left. Then the generation is reported as drained. At the deadline,
 * which moves with each renewal, the connections that remain are aborted. As a listener of the
 * rotation, the ledger is told of retirements.
 */
public final class Ledger implements LeaseListener, AutoCloseable {

  private static final BiFunction<GenerationConnections, Integer, Integer> COUNT =
      (group, count) -> count + 1;

  static final Duration TICK = Duration.ofSeconds(1);
  static final Duration DRAINING_TICK = Duration.ofMillis(250);

  /** As long as the trial of a credential takes, where the database is near. */
  static final Duration SUSPECTING_TICK = Duration.ofMillis(20);

  /** Enough for a few calls to hang in a driver while the others get on. */
  private static final int MOST_THREADS = 8;

  private final Map<Object, TrackedConnection> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final Map<String, CredentialsProvider> providers = new ConcurrentHashMap<>();
  private final GenerationRegistry groups = new GenerationRegistry();
  private final ConnectionHolders holders;
  private final KeptConnections kept;
  private final LeaseClock clock;
  private final RetirementListener listener;
  private final RetireThreads executor = new RetireThreads("leasehold-retire", MOST_THREADS);
  private final PoolEvictions pools;
  private final EndedSessions endedSessions;
  private final ConnectionDrainer drainer;
  private final DeadlineAborts aborts;
  private volatile boolean draining;
  private final LedgerThread thread = new LedgerThread(this::sweep);

  /**
   * Makes a ledger that does nothing by itself until {@link #start()}.
   *
   * @param poolClasses names of classes, one of which is on the stack when a known pool connects
   */
  public Ledger(LeaseClock clock, RetirementListener listener, Set<String> poolClasses) {
    this.clock = clock;
    this.listener = listener;
    this.holders = new ConnectionHolders(poolClasses);
    OpenConnections open = new OpenConnections(entries.values());
    this.kept = new KeptConnections(listener, open);
    this.pools = new PoolEvictions(executor, listener, this::isLoggingIn);
    this.endedSessions = new EndedSessions(entries.values(), pools, listener);
    this.aborts = new DeadlineAborts(executor, clock, thread::wake);
    HandOvers moved = new HandOvers(listener, open, thread::wake);
    this.drainer = new ConnectionDrainer(groups, entries.values(), moved);
  }

  /** Sets the provider that hears of a binding's drained generations. Before the first opening. */
  public void bind(String binding, CredentialsProvider provider) {
    providers.put(binding, provider);
  }

  /** Starts the one daemon thread that watches the connections. */
  public void start() {
    thread.start();
  }

  /**
   * Says that a connection is about to be opened with this generation's credential.
   *
   * @return null when the generation is drained, so that its credential may be revoked by now: ask
   *     the provider for the current generation
   */
  public @Nullable PendingConnection pending(Generation generation) {
    GenerationConnections group = groups.enter(generation);
    return group == null ? null : pending(group);
  }

  private PendingConnection pending(GenerationConnections group) {
    try {
      return new PendingConnection(this, group);
    } catch (OutOfMemoryError full) {
      group.failed();
      throw full;
    }
  }

  void enter(
      Object connection,
      ConnectionKind kind,
      GenerationConnections group,
      Target target,
      @Nullable HandOver handOver) {
    boolean entered = false;
    boolean first = group.opened();
    try {
      ConnectionHolder holder = holders.opener(connection, target, handOver != null);
      TrackedConnection entry =
          new TrackedConnection(connection, kind, group, target, clock.now(), collected);
      entered = add(entry.openedBy(holder).movedBy(handOver));
      if (entered) {
        listener.opened(group.generation());
      }
    } finally {
      if (!entered) {
        group.leave(); // Also when there is no memory for an entry: the caller closes it then.
      }
    }
    if (first || group.isRetired()) {
      thread.wake(); // The first of a generation may have the next deadline.
    }
  }

  /** Counts a moved connection into its new group; the result counts its old session out. */
  Runnable move(Object connection, GenerationConnections group) {
    TrackedConnection entry = find(connection);
    ClockReading now = clock.now(); // Without memory the connection stays with its old deadline.
    group.opened();
    GenerationConnections before = entry == null ? null : entry.moveTo(group, now);
    GenerationConnections left = before == null ? group : before;
    if (before != null) {
      listener.handedOver(group.generation());
    }
    return () -> {
      left.leave();
      thread.wake(); // The first of a generation may have the next deadline.
    };
  }

  private boolean add(TrackedConnection entry) {
    try {
      return entries.putIfAbsent(entry, entry) == null;
    } catch (OutOfMemoryError full) {
      entries.remove(entry); // The map may have taken it before its memory ran out.
      throw full;
    }
  }

  /** Retires a generation: its connections go one by one, and the pools are asked. */
  @Override
  public void retired(Generation generation) {
    draining = true;
    groups.retire(generation, clock.now());
    drainer.drain(clock.now());
    pools.generationRetired();
    listener.retiring(generation, openByGeneration().getOrDefault(generation, 0));
    thread.wake();
  }

  /**
   * Says that the database has ended a connection's session. Others of the same generation on the
   * same target are taken for ended, too. A connection that can be moved, and that no pool is told
   * to let go, is left alone. A role that is revoked or a server that goes away ends all at once.
   * None that lies idle is lent again; a connection that is in use goes when it comes back. Never
   * blocks. When this returns on the thread that was first, the pools that can mark connections
   * have done so. Until then another thread may be lent a connection that is not marked yet. The
   * other pools are asked beside.
   */
  public void sessionEnded(Object connection) {
    TrackedConnection ended = find(connection);
    if (ended != null && !ended.isSessionEnded() && !ended.isGoing()) {
      draining = true;
      endedSessions.take(ended, clock.now());
      ended.go(clock.now());
      thread.wake();
    }
    if (ended != null && ended.isSessionEnded()) { // The thread that was first may not be done.
      pools.mark(this::isRetired); // A wrapper could wait for the thread that uses it.
    }
  }

  /**
   * Says that a connection has failed as if its role were gone. If the database rejects its
   * credential, the connections of its generation go as after {@link #sessionEnded}. Never blocks.
   */
  public void suspect(Object connection) {
    TrackedConnection failed = find(connection);
    if (failed != null && !failed.isGoing() && failed.group().suspect(clock.now())) {
      thread.wake();
    }
  }

  /** Returns the generation that a physical connection was opened with; null when not ours. */
  public @Nullable Generation generationOf(Object connection) {
    TrackedConnection entry = find(connection);
    return entry == null ? null : entry.group().generation();
  }

  /** Returns the target to which a physical connection leads; null when not ours. */
  public @Nullable Target targetOf(Object connection) {
    TrackedConnection entry = find(connection);
    return entry == null ? null : entry.target();
  }

  /** Says that its driver logs a connection in again, during which it may call itself closed. */
  public void loggingInAgain(Object connection) {
    TrackedConnection entry = find(connection);
    if (entry != null) {
      entry.logInAgain(clock.now());
    }
  }

  /** Returns whether its driver may be logging a connection in again. Cheap. */
  public boolean isLoggingIn(Object connection) {
    TrackedConnection entry = find(connection);
    return entry != null && entry.isLoggingIn(clock.now());
  }

  /** Returns whether a physical connection is to be used no longer. Cheap. */
  public boolean isRetired(Object connection) {
    TrackedConnection entry = find(connection);
    return entry != null && entry.isGoing();
  }

  /** The same, asked by a known pool that holds it, and so is told to let go. Cheap. */
  public boolean isRetiredInPool(Object connection) {
    TrackedConnection entry = find(connection);
    return entry != null && entry.isGoingInPool();
  }

  /**
   * Returns whether a physical connection is to say no when it is asked whether it is valid. It
   * then is to be used no longer, and has been lent before as far as can be told. Cheap.
   */
  public boolean isInvalid(Object connection) {
    TrackedConnection entry = find(connection);
    return entry != null && entry.isInvalid(clock);
  }

  /**
   * Returns whether a pool's connection is to be used no longer: itself, or the physical connection
   * that it wraps. As cheap as {@link #isRetired} unless it is a wrapper and something drains.
   */
  public boolean shouldDiscard(Connection pooled) {
    TrackedConnection entry = find(pooled);
    if (entry != null || !draining) {
      return entry != null && entry.isGoing();
    }
    return new RetiredPredicate(this, entries.keySet()).test(pooled);
  }

  /** Returns whether a physical connection was aborted because its lease ended. Cheap. */
  public boolean isEnded(Object connection) {
    TrackedConnection entry = find(connection);
    return entry != null && entry.isEnded();
  }

  /** Returns the reason that an ended connection was not moved; null where none is moved. */
  public @Nullable String reasonOfStay(Object connection) {
    TrackedConnection entry = find(connection);
    return entry == null ? null : entry.reasonOfStay();
  }

  /** Says that a pool was built. */
  public void poolStarted(Object instance, EvictablePool pool) {
    pools.add(instance, pool);
    thread.wake();
  }

  /** Says that a pool was shut down. */
  public void poolStopped(Object instance) {
    pools.remove(instance);
  }

  /** Returns the number of each generation's connections that are open or being opened. */
  public Map<Generation, Integer> openByGeneration() {
    return groups.held();
  }

  /** Stops watching. Connections stay as they are. */
  @Override
  public void close() {
    thread.close();
    executor.close();
    drainer.close();
  }

  /** Looks at every connection once; returns how long until the next look is due. */
  Duration sweep() {
    executor.revive();
    forgetCollected();
    kept.look(groups.live(), clock.now());
    boolean suspected = endedSessions.look(groups.live(), clock.now());
    ClockReading now = clock.now();
    Map<GenerationConnections, Integer> due = groups.due(now);
    boolean ending = false;
    for (TrackedConnection entry : entries.values()) {
      GenerationConnections group = entry.group();
      if (entry.isClosed(now)) {
        DeadlineAborts.closed(entry);
        forgetClosed(entry);
      } else if (!entry.isEnded() && isDue(group, due)) {
        aborts.end(entry, group);
      } else {
        aborts.look(entry, now);
        ending |= entry.isSessionEnded() && !entry.isEnded();
      }
    }
    due.forEach(this::reportAborted);
    draining = reportDrained() || ending;
    RetiredPredicate retired = new RetiredPredicate(this, entries.keySet());
    if (!draining) {
      pools.evictClosed(retired);
      return untilNext(suspected ? SUSPECTING_TICK : TICK);
    }
    Duration pause = drainer.drain(clock.now());
    pools.evict(retired);
    return untilNext(suspected ? SUSPECTING_TICK : pause);
  }

  /** Counts a connection of the group, if the group's connections are to be aborted. */
  private static boolean isDue(
      GenerationConnections group, Map<GenerationConnections, Integer> due) {
    if (group.isDrained()) {
      due.putIfAbsent(group, 0); // Its connect took longer than the lease.
    }
    return due.computeIfPresent(group, COUNT) != null;
  }

  private void reportAborted(GenerationConnections group, int connections) {
    if (connections > 0) {
      listener.aborted(group.generation(), connections);
    }
  }

  private void forgetCollected() {
    Reference<?> gone;
    while ((gone = collected.poll()) != null) {
      TrackedConnection entry = (TrackedConnection) gone;
      entries.remove(entry);
      if (entry.leave()) {
        tellGone(entry); // It was closed since the last look, as a rule.
      }
    }
  }

  private void forgetClosed(TrackedConnection entry) {
    if (!entry.isEnded()) {
      entries.remove(entry); // An ended connection stays, to explain the application's failures.
    }
    if (entry.leave()) {
      pools.connectionClosed();
      tellGone(entry);
      entry.endMovedSession(executor);
    }
  }

  /** Says so where the cause was its retirement, and not the end of its session or of its lease. */
  private void tellGone(TrackedConnection entry) {
    Duration afterItsTurn = entry.goingFor(clock.now());
    boolean byRetirement = entry.group().isRetired() && !entry.isSessionEnded();
    if (afterItsTurn != null && byRetirement && !entry.isEnded()) {
      listener.closed(entry.group().generation(), afterItsTurn);
    }
  }

  /** Reports the drained generations; returns whether a generation still drains. */
  private boolean reportDrained() {
    for (GenerationConnections group : groups.drained(clock.now())) {
      CredentialsProvider provider = providers.get(group.generation().binding());
      if (provider != null) {
        provider.drained(group.generation());
      }
      groups.remove(group);
    }
    return groups.live().stream().anyMatch(GenerationConnections::isRetired);
  }

  private Duration untilNext(Duration tick) {
    ClockReading now = clock.now();
    return groups.live().stream()
        .map(group -> group.generation().usableFor(now))
        .filter(left -> !left.isZero() && left.compareTo(tick) < 0)
        .min(Duration::compareTo)
        .orElse(tick);
  }

  private @Nullable TrackedConnection find(Object connection) {
    return entries.get(IdentityReference.keyOf(connection));
  }
}
