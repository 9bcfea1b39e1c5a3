// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The session inside a connection of pgjdbc. Its parts are the socket and its streams, the key for
 * cancels, the epoch of prepared statements, and the parameters that the server has reported. The
 * members were read in the sources of 42.2.2, 42.2.29, 42.3.10, 42.4.5, 42.5.6, 42.6.2 and 42.7.14.
 */
final class PostgresSession {

  private static final String PENDING = "pendingExecuteQueue";
  private static final String TRANSACTION = "transactionState";

  private static final String NOTIFICATIONS = "notifications";

  private static final String CANCEL_BOUND = "cancelSignalTimeout";

  private static final String[] OF_EXECUTOR = {
    "cancelPid",
    "cancelKey",
    CANCEL_BOUND,
    "deallocateEpoch",
    "lockedFor",
    PENDING,
    TRANSACTION,
    NOTIFICATIONS
  };

  private static final String[] KEY = {"cancelPid", "cancelKey"};

  private static final String LOCK = "lock";
  private static final String SET_TIMEOUT = "setNetworkTimeout";
  private static final String HAS_TIMEOUT = "timeoutRequested";
  private static final String ENCODING = "encoding";
  private static final String SEND_CANCEL = "sendQueryCancel";
  private static final String SET_ENCODING = "setEncoding";
  private static final String NO_TRANSACTION = "IDLE";

  private final Object executor;
  private final Object stream;

  private PostgresSession(Object executor, Object stream) {
    this.executor = executor;
    this.stream = stream;
  }

  /**
   * Returns the session of a connection, once all members are found at their known places.
   *
   * @throws ReflectiveOperationException when a member is not
   */
  static PostgresSession of(Connection connection) throws ReflectiveOperationException {
    Object executor = MemberAccess.part(connection, "queryExecutor");
    Object stream = MemberAccess.part(executor, "pgStream");
    for (String member : OF_EXECUTOR) {
      MemberAccess.get(executor, member);
    }
    Object input = MemberAccess.part(stream, inputOf(stream));
    MemberAccess.get(input, "index");
    MemberAccess.get(input, "endIndex");
    PostgresSession session = new PostgresSession(executor, stream);
    MemberAccess.needed(stream, "changeSocket", session.socket());
    MemberAccess.needed(stream, SET_TIMEOUT, 0);
    MemberAccess.needed(stream, SET_ENCODING, MemberAccess.part(stream, ENCODING));
    session.encoding();
    MemberAccess.needed(executor, "isClosed");
    MemberAccess.needed(executor, "abort");
    MemberAccess.needed(executor, "processNotifies");
    MemberAccess.needed(executor, SEND_CANCEL);
    if (!(MemberAccess.part(executor, PENDING) instanceof Collection)) {
      throw new NoSuchFieldException(PENDING + " is no collection");
    }
    ReportedParameters.of(executor);
    session.lock();
    return session;
  }

  private static String inputOf(Object stream) {
    return MemberAccess.has(stream, "pgInput") ? "pgInput" : "pg_input"; // 42.2.2
  }

  Object executor() {
    return executor;
  }

  /** Returns the reason that a session of this sort is never moved; null when it may be. */
  static @Nullable HandOverResult unfit(Connection connection, PostgresSession session)
      throws ReflectiveOperationException {
    if (Boolean.TRUE.equals(MemberAccess.get(connection, "replicationConnection"))) {
      return HandOverResult.pinned(PinReason.KIND, "it is a connection for replication");
    }
    boolean encrypted =
        MemberAccess.has(session.stream, "gssEncrypted")
            && Boolean.TRUE.equals(MemberAccess.get(session.stream, "gssEncrypted"));
    return encrypted ? HandOverResult.pinned(PinReason.KIND, "GSS encrypts it") : null;
  }

  /** Returns the number of its process at the server, as that has told it at the login. */
  int process() throws ReflectiveOperationException {
    return (Integer) MemberAccess.part(executor, "cancelPid");
  }

  /** Returns the lock of the executor; null where its methods are synchronized, before 42.6. */
  @Nullable ReentrantLock lock() throws ReflectiveOperationException {
    return MemberAccess.has(executor, LOCK)
        ? (ReentrantLock) MemberAccess.part(executor, LOCK)
        : null;
  }

  Socket socket() throws ReflectiveOperationException {
    Object socket = MemberAccess.call(stream, "getSocket");
    if (socket == null) {
      throw new NoSuchFieldException("the stream has no socket");
    }
    return (Socket) socket;
  }

  boolean isClosed() throws ReflectiveOperationException {
    return Boolean.TRUE.equals(MemberAccess.call(executor, "isClosed")) || socket().isClosed();
  }

  /**
   * Returns whether a statement is on its way, or a transaction open, as far as can be seen without
   * the lock. Reads fields alone: before 42.6 the methods wait for the statement.
   */
  boolean isBusy() throws ReflectiveOperationException {
    return isExecuting() || isInTransaction();
  }

  /** Returns whether a transaction is open, as far as can be seen without the lock. */
  boolean isInTransaction() throws ReflectiveOperationException {
    return isInTransaction(executor);
  }

  /** Returns the same of a query executor. */
  static boolean isInTransaction(Object executor) throws ReflectiveOperationException {
    return !NO_TRANSACTION.equals(String.valueOf(MemberAccess.get(executor, TRANSACTION)));
  }

  /** Returns a text that tells its server and database from others. */
  String database() throws ReflectiveOperationException {
    return database(executor);
  }

  /** Returns the same of a query executor. */
  static String database(Object executor) throws ReflectiveOperationException {
    return MemberAccess.call(executor, "getHostSpec")
        + "/"
        + MemberAccess.call(executor, "getDatabase");
  }

  /**
   * Returns whether a statement or a COPY is on its way, as far as can be seen without the lock.
   */
  boolean isExecuting() throws ReflectiveOperationException {
    return !((Collection<?>) MemberAccess.part(executor, PENDING)).isEmpty()
        || MemberAccess.get(executor, "lockedFor") != null;
  }

  /** Returns whether the server has said something that nobody has read. With the lock. */
  boolean hasUnread() throws ReflectiveOperationException, IOException {
    return ((InputStream) MemberAccess.part(stream, inputOf(stream))).available() > 0;
  }

  /** Returns whether both read text the same way: each reads the answers of the other's server. */
  boolean hasEncodingOf(PostgresSession other) throws ReflectiveOperationException {
    return encoding().equals(other.encoding());
  }

  private String encoding() throws ReflectiveOperationException {
    return String.valueOf(MemberAccess.call(MemberAccess.part(stream, ENCODING), "name"));
  }

  /**
   * Has the driver read the buffered messages of the server beside an answer. With the lock.
   *
   * @throws SQLException when that is the end of the session
   */
  void readBuffered() throws ReflectiveOperationException, SQLException {
    Object input = MemberAccess.part(stream, inputOf(stream));
    if ((Integer) MemberAccess.part(input, "index")
        < (Integer) MemberAccess.part(input, "endIndex")) {
      try {
        MemberAccess.call(executor, "processNotifies");
      } catch (InvocationTargetException thrown) {
        if (thrown.getCause() instanceof SQLException) {
          throw (SQLException) thrown.getCause();
        }
        throw thrown;
      }
    }
  }

  /** Moves notifications here that have come to another connection, with the lock of both. */
  @SuppressWarnings("unchecked")
  void takeNotifications(PostgresSession from) throws ReflectiveOperationException {
    Collection<Object> came = (Collection<Object>) MemberAccess.part(from.executor, NOTIFICATIONS);
    ((Collection<Object>) MemberAccess.part(executor, NOTIFICATIONS)).addAll(came);
    came.clear();
  }

  /** Returns whether the same sort of encryption is there, or none. */
  boolean isEncryptedLike(PostgresSession other) throws ReflectiveOperationException {
    return socket() instanceof SSLSocket == other.socket() instanceof SSLSocket;
  }

  /**
   * Gives the connection another socket. Its streams are new: {@link #setNetworkTimeout} or {@link
   * #keepNetworkTimeout} says again that they have a time-out.
   */
  void change(Socket socket) throws ReflectiveOperationException, IOException {
    callStream("changeSocket", socket);
    if (MemberAccess.has(stream, "encodingWriter")) { // Its buffer is the old one, to 42.7.8.
      Object encoding = MemberAccess.part(stream, ENCODING);
      MemberAccess.set(stream, ENCODING, null);
      callStream(SET_ENCODING, encoding);
    }
  }

  /** Has a read end with an exception after so many milliseconds; zero is for ever. */
  void setNetworkTimeout(int millis) throws ReflectiveOperationException, IOException {
    callStream(SET_TIMEOUT, millis);
  }

  /**
   * Has a read end as the socket's own time-out says, which others may set meanwhile. A mark
   * without a time-out does nothing, so it is never taken back here.
   */
  void keepNetworkTimeout() throws ReflectiveOperationException, IOException {
    Object input = MemberAccess.part(stream, inputOf(stream));
    if (socket().getSoTimeout() != 0 && MemberAccess.has(input, HAS_TIMEOUT)) { // Not in 42.2.2.
      MemberAccess.set(input, HAS_TIMEOUT, true);
    }
  }

  private void callStream(String method, Object argument)
      throws ReflectiveOperationException, IOException {
    try {
      MemberAccess.call(stream, method, argument);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof IOException) {
        throw (IOException) thrown.getCause();
      }
      throw thrown;
    }
  }

  /**
   * Has the server cancel the statement of the session, as a cancel of the application's does.
   * Without a time-out of the driver's there is no cancel: the driver might wait for ever.
   *
   * @return whether no cancel can be under way any more. The driver gives a server up in silence,
   *     so a call that took half of the driver's time-out is not certain.
   */
  boolean cancel() {
    try {
      int bound = (Integer) MemberAccess.part(executor, CANCEL_BOUND);
      if (bound <= 0) {
        return true;
      }
      long begun = System.nanoTime();
      MemberAccess.call(executor, SEND_CANCEL);
      return System.nanoTime() - begun < TimeUnit.MILLISECONDS.toNanos(bound) / 2;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }

  /** Ends the connection at once, so that its next statement fails. */
  void abort() throws ReflectiveOperationException {
    MemberAccess.call(executor, "abort");
  }

  static void end(Socket... sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException closed) {
        // It was to be closed.
      }
    }
  }

  /**
   * Takes over the rest of another connection's session, before its socket. Has statements prepared
   * anew, since that session has none.
   *
   * @param reported the parameters that the server has reported of that session
   */
  void takeOver(PostgresSession from, ReportedParameters reported)
      throws ReflectiveOperationException {
    short epoch = (Short) MemberAccess.part(executor, "deallocateEpoch");
    MemberAccess.set(executor, "deallocateEpoch", (short) (epoch + 1));
    reported.putInto(executor);
    for (String member : KEY) {
      MemberAccess.set(executor, member, MemberAccess.get(from.executor, member));
    }
  }
}
