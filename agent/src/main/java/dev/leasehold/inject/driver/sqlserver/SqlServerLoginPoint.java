// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ServerPortPlaceHolder} of an mssql-jdbc connection: the server of the URL, its
 * failover partner, or where a server has routed the login to. A connection logs in again where it
 * has lost its session while idle ({@code connectRetryCount}). Methods and field were found with
 * javap in 12.10.2 and 13.6.2, where {@code login} sets the field before each {@code
 * connectHelper}.
 */
public final class SqlServerLoginPoint implements LoginPoint {

  private static final String EXCEPTION = "com.microsoft.sqlserver.jdbc.SQLServerException";

  /** As in "Database Engine events and errors" in SQL Server's manual. */
  private static final int LOGIN_FAILED = 18456;

  /** Makes the login point; it has no state. */
  public SqlServerLoginPoint() {}

  @Override
  public Target server(Object connection) throws ReflectiveOperationException {
    Object place = place(connection);
    String name = (String) Objects.requireNonNull(MemberAccess.call(place, "getServerName"));
    int port = (Integer) Objects.requireNonNull(MemberAccess.call(place, "getPortNumber"));
    return Target.of(name, port, null);
  }

  @Override
  public Object connection(Object connection) {
    return connection;
  }

  /**
   * {@code ReconnectThread} of 12.10.2 catches {@code SQLServerException} only: of any other it
   * ends without a word to the statement that waits for it. A login that failed is none that it
   * tries again.
   */
  @Override
  public SQLException asOwnException(Object connection, SQLException refusal) {
    try {
      ClassLoader application = connection.getClass().getClassLoader();
      Constructor<?> constructor =
          ModuleAccess.open(
              Class.forName(EXCEPTION, true, application)
                  .getDeclaredConstructor(String.class, String.class, int.class, Throwable.class));
      return (SQLException)
          constructor.newInstance(
              refusal.getMessage(), refusal.getSQLState(), LOGIN_FAILED, refusal);
    } catch (ReflectiveOperationException | RuntimeException changed) {
      return refusal; // It refuses all the same.
    }
  }

  private static Object place(Object connection) throws ReflectiveOperationException {
    return Objects.requireNonNull(MemberAccess.get(connection, "currentConnectPlaceHolder"));
  }

  /** The port of an instance is the port that SQL Server's browser service of its host has said. */
  @Override
  public @Nullable Target instance(Object connection) throws ReflectiveOperationException {
    Object place = place(connection);
    String name = (String) Objects.requireNonNull(MemberAccess.call(place, "getServerName"));
    String instance = (String) MemberAccess.call(place, "getInstanceName");
    return instance == null || instance.isEmpty()
        ? null
        : Target.of(name + '\\' + instance, Target.NO_PORT, null);
  }
}
