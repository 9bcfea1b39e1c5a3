// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.reactive.LoginGrant;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.inject.reactive.ReactiveLogins;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * vertx-pg-client. A connect begins when the credential has come, with a copy of the application's
 * options. It begins on the event loop on which it would have begun by itself. A connect that the
 * database rejects is made once more with the next credential. For a replica that does not know the
 * role yet, it is made a few times with the same credential.
 */
public final class VertxDriver implements ReactiveDriver {

  private static final int OPTIONS = 1;
  private static final int CONTEXT = 2;

  private final ThreadLocal<Boolean> goingOn = new ThreadLocal<>();
  private final DriverDialect dialect;

  /** Makes the driver for a database of this dialect; looks nothing up yet. */
  public VertxDriver(DriverDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments, ReactiveLogins logins)
      throws ReflectiveOperationException, SQLException {
    if (goingOn.get() != null) {
      return null;
    }
    VertxInternals internals = VertxInternals.of(arguments[0].getClass());
    ConnectOptions options = internals.options();
    Object given = options.copy(arguments[OPTIONS]); // The application may change its own any time.
    ReactiveLogin login =
        logins.begin(options.url(given), options.targets(given, arguments[0]), options.user(given));
    if (login == null) {
      return null;
    }
    Object[] fixed = arguments.clone();
    fixed[OPTIONS] = given;
    return new Object[] {connect(internals, fixed, login, Repetition.NONE)};
  }

  /** An exception of the woven method is told to nobody, and its place in the pool stays taken. */
  @Override
  public Object[] refused(String kind, Object[] arguments, SQLException refusal)
      throws ReflectiveOperationException {
    return new Object[] {Futures.failed(arguments[0].getClass().getClassLoader(), refusal)};
  }

  private Object connect(
      VertxInternals internals, Object[] arguments, ReactiveLogin login, Repetition repetition)
      throws ReflectiveOperationException {
    return internals
        .futures()
        .afterwards(
            login.grant(),
            arguments[CONTEXT],
            grant -> attempt(internals, arguments, login, grant, repetition),
            LoginGrant::unused);
  }

  private Object attempt(
      VertxInternals internals,
      Object[] arguments,
      ReactiveLogin login,
      LoginGrant grant,
      Repetition repetition)
      throws ReflectiveOperationException {
    Object opening = begin(internals, arguments, grant);
    return internals
        .futures()
        .ended(
            opening,
            connection -> accept(grant, connection),
            failure -> {
              boolean refused = grant.failed(dialect, internals.failureOf(failure));
              Repetition next = refused ? repetition.after(grant) : null;
              return next == null ? null : connect(internals, arguments, login, next);
            });
  }

  /** A connection that the ledger cannot take is told to nobody, so it is closed. */
  private static void accept(LoginGrant grant, Object connection) {
    boolean accepted = false;
    try {
      grant.accepted(connection, VertxConnections.INSTANCE);
      accepted = true;
    } finally {
      if (!accepted) {
        VertxConnections.INSTANCE.abort(connection, Runnable::run);
      }
    }
  }

  /** Runs the woven method itself, with the credential. */
  private Object begin(VertxInternals internals, Object[] arguments, LoginGrant grant)
      throws ReflectiveOperationException {
    goingOn.set(Boolean.TRUE);
    try {
      Object options = internals.options().with(arguments[OPTIONS], grant);
      return internals.connect(arguments[0], options, arguments[CONTEXT]);
    } catch (ReflectiveOperationException | RuntimeException | Error unable) {
      grant.failed(dialect, null);
      throw unable;
    } finally {
      goingOn.remove();
    }
  }

  @Override
  public boolean isOfNote(Object message) throws ReflectiveOperationException {
    return VertxMessages.failure(message) != null;
  }

  @Override
  public @Nullable SQLException failureOf(Object message) throws ReflectiveOperationException {
    SQLException known =
        VertxInternals.of(message.getClass()).failureOf(VertxMessages.failure(message));
    return known == null ? new SQLException("no error of the database", "") : known;
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }
}
