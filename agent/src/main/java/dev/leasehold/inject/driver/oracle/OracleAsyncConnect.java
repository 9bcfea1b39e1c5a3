// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogins;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The method of Oracle's driver behind {@code buildConnectionPublisherOracle}. It returns before it
 * has connected, so that neither a rejection nor the connection comes to the thread that has asked.
 * A connect that a binding is for is refused there, and all else is left to the driver.
 */
final class OracleAsyncConnect implements ReactiveDriver {

  private final ConnectMethod connect;
  private final DriverDialect dialect;

  /**
   * Makes the refusal.
   *
   * @param connect reads the same arguments where the driver connects at once
   */
  OracleAsyncConnect(ConnectMethod connect, DriverDialect dialect) {
    this.connect = connect;
    this.dialect = dialect;
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments, ReactiveLogins logins)
      throws SQLException {
    ConnectionRequest request = connect.request(arguments[0], arguments[1], arguments[2]);
    if (request != null) {
      logins.refuse(
          request.url(),
          request.targets(),
          request.user(),
          ConnectFailures.refused(
              "an asynchronous connect of Oracle's driver (buildConnectionPublisherOracle, and"
                  + " R2DBC for Oracle) is given no credential, and the configured password is not"
                  + " tried. Connect with getConnection() or build() instead",
              null));
    }
    return null;
  }

  /** An exception that is thrown would not come to the subscribers of 21.24. */
  @Override
  public Object[] refused(String kind, Object[] arguments, SQLException refusal) {
    CompletableFuture<Object> failed = new CompletableFuture<>();
    failed.completeExceptionally(refusal);
    return new Object[] {failed};
  }

  /** No answer of the database is passed on. */
  @Override
  public @Nullable SQLException failureOf(Object message) {
    return null;
  }

  @Override
  public DriverDialect dialect() {
    return dialect;
  }
}
