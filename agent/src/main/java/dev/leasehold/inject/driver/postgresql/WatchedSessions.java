// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.MemberAccess;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.IdentityReference;
import dev.leasehold.retire.PinReason;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statements that have gone through the query executors of woven drivers. An executor that was
 * there before it was woven has no activity here. Nor has an executor of a driver that parses its
 * statements in another way. Safe for many threads, none of which waits.
 */
final class WatchedSessions {

  /** The text that an executor's constructor parses, in all versions that are known. */
  private static final String BEGINNING = "SYNC";

  private static final String CONNECTION = "connection";

  private static final HandOverResult UNSEEN =
      HandOverResult.pinned(PinReason.DRIVER, "a statement or an answer could not be looked at");

  /**
   * The functions by which pgjdbc reads and writes large objects, in the order of PostgreSQL's
   * {@code pg_proc.dat}. The first seven are lo_create, lo_open, lo_close, loread, lowrite,
   * lo_lseek and lo_creat. The others are lo_tell, lo_unlink, lo_truncate, lo_lseek64, lo_tell64
   * and lo_truncate64. A descriptor that they open ends with its transaction.
   */
  private static final Set<Integer> LARGE_OBJECTS =
      FixedSet.of(715, 952, 953, 954, 955, 956, 957, 958, 964, 1004, 3170, 3171, 3172);

  private static final HandOverResult CALLED =
      HandOverResult.pinned(PinReason.STATEMENT, "it has called a function without a statement");

  private final Map<Object, SessionActivity> activities = new ConcurrentHashMap<>();
  private final List<RequestedSession> requested = new CopyOnWriteArrayList<>();
  private final List<EndedSession> ended = new CopyOnWriteArrayList<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final AtomicLong preparedEnds = new AtomicLong();
  private final DrawnValues drawn = new DrawnValues();
  private volatile boolean unseen;

  /** The server has answered, and waits for the next statement. */
  void ready(Object executor) {
    SessionActivity activity = find(executor);
    if (activity != null) {
      activity.used();
      if (activity.hasEndedPrepared()) {
        preparedEnds.incrementAndGet();
      }
    }
  }

  /**
   * Statements are about to be made of these texts, to be executed now or later. An executor begins
   * with a text of its own: only executors that were seen to do so are known.
   *
   * @param parsed the driver's {@code NativeQuery} objects
   */
  void parsed(Object executor, List<?> parsed) {
    for (Object query : parsed) {
      executes(executor, textOf(query));
    }
  }

  /**
   * A COPY is about to be begun, of which the driver parses nothing.
   *
   * @throws SQLException where the connection's lease has ended
   */
  void copies(Object copyManager, String sql) throws ReflectiveOperationException, SQLException {
    executes(MemberAccess.part(copyManager, "queryExecutor"), sql);
    executing(copyManager);
  }

  /**
   * A function is about to be called by its number, of which the driver parses nothing.
   *
   * @param function its number in {@code pg_proc}
   */
  void calls(Object executor, int function) {
    SessionActivity activity = find(executor);
    if (activity != null && !LARGE_OBJECTS.contains(function)) {
      activity.pin(CALLED);
    }
  }

  private void executes(Object executor, @Nullable String sql) {
    if (BEGINNING.equals(sql)) {
      begin(executor);
      return;
    }
    SessionTraits traits = sql == null ? null : SessionTraits.of(sql);
    SessionActivity activity = find(executor);
    if (activity != null) {
      note(activity, traits);
    }
  }

  /**
   * A statement is about to be sent to the server, with the lock of the executor.
   *
   * @param query the driver's {@code Query}
   */
  void sends(Object executor, Object query) throws ReflectiveOperationException {
    SessionActivity activity = drawn.isPossible() ? find(executor) : null;
    if (activity != null) {
      drawn.sends(activity, executor, query);
    }
  }

  private void note(SessionActivity activity, @Nullable SessionTraits traits) {
    HandOverResult reason = traits == null ? UNSEEN : traits.pinning();
    if (reason != null) {
      activity.pin(reason);
    }
    if (traits != null && traits.endsPrepared()) {
      activity.endsPrepared();
    }
    if (traits != null && traits.asksForDrawn()) {
      drawn.parsed(activity);
    }
  }

  private static @Nullable String textOf(Object query) {
    try {
      return (String) MemberAccess.part(query, "nativeSql");
    } catch (ReflectiveOperationException | RuntimeException otherShape) {
      return null;
    }
  }

  /** Something was not looked at, for want of memory perhaps: it may be of any connection. */
  void unseen() {
    unseen = true;
  }

  /**
   * Returns the reason that no connection to a database can be moved; null when some can.
   *
   * @param database as {@link PostgresSession#database} names it
   */
  @Nullable HandOverResult pin(String database) {
    return unseen ? UNSEEN : drawn.pin(database);
  }

  /** Returns whether there is a database whose connections cannot be moved. */
  boolean hasPins() {
    return unseen || drawn.hasAny();
  }

  /** A call of a statement has begun. Its thread may move its connection first, in a hurry. */
  void entered(Object statement) {
    if (requested.isEmpty()) {
      return;
    }
    try {
      Object connection = MemberAccess.part(statement, CONNECTION);
      for (RequestedSession asked : requested) {
        if (asked.isOf(connection)) {
          asked.entered();
        }
      }
    } catch (ReflectiveOperationException otherShape) {
      // The application goes on; a connection of this shape is not moved.
    }
  }

  /**
   * A statement is about to be sent to the server.
   *
   * @param sender the driver's object that sends it, which knows its connection
   * @throws SQLException where the connection's lease has ended
   */
  void executing(Object sender) throws SQLException {
    if (ended.isEmpty()) {
      return;
    }
    try {
      Object connection = MemberAccess.part(sender, CONNECTION);
      for (EndedSession each : ended) {
        each.fail(connection);
      }
    } catch (ReflectiveOperationException otherShape) {
      // Its holder is not told; the session ends all the same.
    }
  }

  /**
   * A transaction is about to be ended.
   *
   * @throws SQLException where a statement has failed, as the connection's lease has ended
   */
  void ends(Object connection) throws SQLException {
    for (EndedSession each : ended) {
      each.failAgain(connection);
    }
  }

  /**
   * Notices the threads that use a connection, until the request is closed.
   *
   * @param quiet the time for which it must not have been used; with zero they are to move it
   *     between two transactions
   * @param attempt tries once to move it, if it has not been used for so long; for one thread at a
   *     time
   */
  RequestedSession request(
      Connection live, Duration quiet, Function<Duration, HandOverResult> attempt) {
    RequestedSession request =
        new RequestedSession(
            live, quiet, attempt, requested::remove, preparedEnds::get, System::nanoTime);
    requested.add(request);
    return request;
  }

  /**
   * Has the connection's statements fail from now on, and the end of their transaction with them.
   *
   * @param failure makes the exception that each of them throws
   * @param failed called before the first of them throws
   * @return a task that withdraws the end
   */
  Runnable end(Connection live, Supplier<SQLException> failure, Runnable failed) {
    EndedSession made = new EndedSession(live, failure, failed);
    ended.add(made);
    return () -> ended.remove(made);
  }

  /** Returns the known activity of an executor; null when it was never seen. */
  @Nullable SessionActivity find(Object executor) {
    return activities.get(IdentityReference.keyOf(executor));
  }

  private void begin(Object executor) {
    if (find(executor) == null) {
      forgetCollected();
      SessionActivity made = new SessionActivity(executor, collected);
      activities.put(made, made); // One thread at a time is in an executor.
    }
  }

  private void forgetCollected() {
    Reference<?> gone;
    while ((gone = collected.poll()) != null) {
      activities.remove(gone);
    }
  }
}
