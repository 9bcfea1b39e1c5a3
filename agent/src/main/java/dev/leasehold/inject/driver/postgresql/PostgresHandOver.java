// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves live connections of pgjdbc to new sessions. The driver is watched where it makes statements
 * of a text, and where it hears that the server waits for the next statement. It is watched, too,
 * where a call of a statement begins. There a thread that leaves no pause between its transactions
 * does the exchange itself. A cancel goes by the connection alone, and never waits. At the end of
 * the lease a statement fails before it is sent, and not where the call begins. {@code
 * getUpdateCount} and the like begin so, too, and an executed statement must not seem to fail. The
 * end of its transaction then fails too.
 */
public final class PostgresHandOver implements HandOverDriver {

  private static final String PARSED = "postgresql parsed";
  private static final String READY = "postgresql ready";
  private static final String ENTERED = "postgresql entered";
  private static final String COPIES = "postgresql copies";
  private static final String CALLS = "postgresql calls";
  private static final String SENDS = "postgresql sends";
  private static final String EXECUTES = "postgresql executes";
  private static final String ENDS = "postgresql ends";
  private static final Set<String> KINDS =
      FixedSet.of(PARSED, READY, ENTERED, COPIES, CALLS, SENDS, EXECUTES, ENDS);

  /**
   * Calls that must not be missed once: they tell of a text, or void the knowledge of a session.
   */
  private static final Set<String> TELLING = FixedSet.of(PARSED, COPIES, CALLS, SENDS, READY);

  private static final String UNSEEN = "its statements were not seen";

  /** The wait of one attempt for a safe point: a new session is not to be wasted on a pause. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_250);

  private final WatchedSessions sessions = new WatchedSessions();
  private final FunctionTraits functions = new FunctionTraits(System::nanoTime);
  private final SocketDeadlines deadlines = new SocketDeadlines();

  /** Makes a hand-over that has seen no session. */
  public PostgresHandOver() {}

  /** Returns the woven classes of the driver in this package, and of its forks. */
  public static List<WovenClass> watched(String driverPackage) {
    return Arrays.asList(
        new WovenClass(
            driverPackage + "/core/v3/QueryExecutorImpl",
            InstrumentedMethods.intercept(
                PARSED, "wrap(Ljava/util/List;)L" + driverPackage + "/core/Query;"),
            InstrumentedMethods.intercept(READY, "receiveRFQ()V"),
            InstrumentedMethods.intercept(SENDS, "sendQuery"),
            InstrumentedMethods.interceptWithInts(
                CALLS, "fastpathCall(IL" + driverPackage + "/core/ParameterList;Z)[B")),
        new WovenClass(
            driverPackage + "/copy/CopyManager",
            InstrumentedMethods.intercept(COPIES, copies(driverPackage))),
        new WovenClass(
            driverPackage + "/jdbc/PgConnection",
            InstrumentedMethods.intercept(
                ENDS, "executeTransactionCommand(L" + driverPackage + "/core/Query;)V")),
        new WovenClass(
            driverPackage + "/jdbc/PgStatement",
            InstrumentedMethods.intercept(ENTERED, "checkClosed()V"),
            InstrumentedMethods.intercept(
                EXECUTES, "executeInternal", "internalExecuteBatch", "executeBatch()[I")));
  }

  private static String[] copies(String driverPackage) {
    String begins = "(Ljava/lang/String;)L" + driverPackage + "/copy/Copy";
    return new String[] {
      "copyIn" + begins + "In;", "copyOut" + begins + "Out;", "copyDual" + begins + "Dual;"
    };
  }

  /** An exception of its own would leave the driver in the midst of the server's answer. */
  @Override
  public boolean seen(String kind, Object[] arguments) throws SQLException {
    if (!KINDS.contains(kind)) {
      return false;
    }
    try {
      see(kind, arguments);
    } catch (SQLException ended) {
      throw ended;
    } catch (Throwable fault) {
      if (TELLING.contains(kind)) {
        sessions.unseen();
      }
    }
    return true;
  }

  private void see(String kind, Object[] arguments)
      throws ReflectiveOperationException, SQLException {
    switch (kind) {
      case ENTERED:
        sessions.entered(arguments[0]);
        break;
      case READY:
        sessions.ready(arguments[0]);
        break;
      case EXECUTES:
        sessions.executing(arguments[0]);
        break;
      case ENDS:
        sessions.ends(arguments[0]);
        break;
      case COPIES:
        sessions.copies(arguments[0], (String) arguments[1]);
        break;
      case CALLS:
        sessions.calls(arguments[0], (Integer) arguments[1]);
        break;
      case SENDS:
        sessions.sends(arguments[0], arguments[1]);
        break;
      default:
        sessions.parsed(arguments[0], (List<?>) arguments[1]);
    }
  }

  @Override
  public @Nullable HandOverResult obstacle(Connection live, Duration quiet) {
    try {
      PostgresSession session = PostgresSession.of(live);
      SessionActivity activity = sessions.find(session.executor());
      HandOverResult pinned =
          activity == null || !activity.hasAnswered()
              ? HandOverResult.pinned(PinReason.DRIVER, UNSEEN)
              : pin(activity, session.database());
      pinned = pinned == null ? PostgresSession.unfit(live, session) : pinned;
      if (pinned != null) {
        return pinned;
      }
      if (session.isClosed()) {
        return HandOverResult.CLOSED;
      }
      return activity == null || activity.quietNanos() < quiet.toNanos() || session.isBusy()
          ? HandOverResult.BUSY
          : null;
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return HandOverResult.pinned(
          PinReason.DRIVER,
          "the inside of " + live.getClass().getName() + " is not as it is known: " + unknown);
    }
  }

  private @Nullable HandOverResult pin(SessionActivity activity, String database) {
    HandOverResult own = activity.pin();
    return own == null ? sessions.pin(database) : own;
  }

  @Override
  public HandOverResult move(Connection live, Connection fresh, String user, Duration quiet) {
    try {
      PostgresSession session = PostgresSession.of(live);
      SessionActivity activity = sessions.find(session.executor());
      HandOverResult unlike = unlike(session, fresh);
      if (activity == null || unlike != null) {
        return unlike == null ? HandOverResult.pinned(PinReason.DRIVER, UNSEEN) : unlike;
      }
      String database = session.database();
      try (SessionSwap swap =
          new SessionSwap(live, fresh, user, activity, deadlines, () -> pin(activity, database))) {
        HandOverResult unseen = functions.pinning(fresh, swap.server(), activity.openedAt());
        return unseen == null ? move(swap, live, session, activity, quiet) : unseen;
      }
    } catch (SQLException lost) {
      return lost(lost);
    } catch (ReflectiveOperationException unknown) {
      return unknown(unknown);
    }
  }

  private HandOverResult move(
      SessionSwap swap,
      Connection live,
      PostgresSession session,
      SessionActivity activity,
      Duration quiet)
      throws ReflectiveOperationException {
    long answered = activity.answeredAt();
    try (RequestedSession request =
        sessions.request(live, quiet, asked -> swapOnce(swap, live, asked))) {
      return lasting(swap(request), session, activity, answered);
    }
  }

  /**
   * A transaction in which nothing is executed is as open later. A session that has executed
   * nothing since the attempt began still holds the same state.
   */
  private static HandOverResult lasting(
      HandOverResult result, PostgresSession session, SessionActivity activity, long answered)
      throws ReflectiveOperationException {
    boolean holds =
        result == HandOverResult.BUSY
            ? session.isInTransaction() && !session.isExecuting()
            : result.kind() == HandOverResult.HandOverKind.HELD && isOfSessionAlone(result);
    return holds && activity.answeredAt() == answered
        ? result.untilAnsweredAfter(answered)
        : result;
  }

  private static boolean isOfSessionAlone(HandOverResult result) {
    PinReason cause = result.cause();
    return cause != null && cause.isOfSessionAlone();
  }

  @Override
  public boolean isInUse(Connection live, Duration quiet) {
    try {
      SessionActivity activity = sessions.find(MemberAccess.part(live, "queryExecutor"));
      return activity != null
          && activity.hasAnswered()
          && activity.quietNanos() < quiet.toNanos()
          && activity.pin() == null
          && !sessions.hasPins();
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return false;
    }
  }

  @Override
  public boolean isUnchanged(Connection live, HandOverResult earlier) {
    try {
      SessionActivity activity = sessions.find(PostgresSession.of(live).executor());
      return activity != null && earlier.holdsAt(activity.answeredAt());
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return false;
    }
  }

  private static HandOverResult lost(SQLException failed) {
    return HandOverResult.noSession("the new session failed: SQLState " + failed.getSQLState());
  }

  private static HandOverResult unknown(ReflectiveOperationException failed) {
    return HandOverResult.pinned(
        PinReason.DRIVER, "the inside of its driver is not as it is known: " + failed);
  }

  private static HandOverResult swap(RequestedSession request) {
    long begun = System.nanoTime();
    HandOverResult result = request.tryOnce();
    while (result.isPassing() && System.nanoTime() - begun < PATIENCE_NANOS) {
      LockSupport.parkNanos(request.lookNanos()); // A thread that has moved it ends it.
      result = request.tryOnce();
    }
    return request.end();
  }

  /** A driver may fall back to another sort of encryption than it was asked for first. */
  private static @Nullable HandOverResult unlike(PostgresSession old, Connection fresh)
      throws ReflectiveOperationException {
    PostgresSession next = PostgresSession.of(fresh);
    HandOverResult unfit = PostgresSession.unfit(fresh, next);
    if (unfit != null) {
      return HandOverResult.noSession("a new session is not fit: " + unfit.reason());
    }
    return old.isEncryptedLike(next)
        ? null
        : HandOverResult.noSession("a new session is not encrypted as the old session is");
  }

  private HandOverResult swapOnce(SessionSwap swap, Connection live, Duration quiet) {
    try {
      HandOverResult obstacle = obstacle(live, quiet);
      if (obstacle == null && swap.warmUp()) {
        obstacle = obstacle(live, quiet);
      }
      return obstacle == null ? swap.tryOnce() : obstacle;
    } catch (SQLException lost) {
      return lost(lost);
    } catch (ReflectiveOperationException unknown) {
      return unknown(unknown);
    }
  }

  @Override
  public @Nullable Runnable failNext(
      Connection live, Supplier<SQLException> failure, Runnable failed) {
    try {
      PostgresSession session = PostgresSession.of(live);
      SessionActivity activity = sessions.find(session.executor());
      return activity != null && activity.hasAnswered() && !session.isExecuting()
          ? sessions.end(live, failure, failed)
          : null;
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return null;
    }
  }

  @Override
  public void endSession(Connection closed) {
    try {
      PostgresSession.end(PostgresSession.of(closed).socket());
    } catch (ReflectiveOperationException | RuntimeException gone) {
      // A moved connection had the known shape, and nothing is left of it.
    }
  }
}
