// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;
import java.lang.reflect.Constructor;
import java.sql.SQLException;
import java.util.Objects;

/**
 * pgjdbc's {@code PGStream}, which knows the {@code HostSpec} that it was opened for. Its methods
 * were found with javap in 42.2.2, 42.2.29, 42.3.10, 42.4.5, 42.5.6, 42.6.2 and 42.7.14.
 */
public final class PostgresLoginPoint implements LoginPoint {

  private static final String STREAM = ".core.PGStream";

  /** The state 28000, as the driver calls it. */
  private static final String REFUSED = "INVALID_AUTHORIZATION_SPECIFICATION";

  /** Makes the login point; it has no state. */
  public PostgresLoginPoint() {}

  @Override
  public Target server(Object stream) throws ReflectiveOperationException {
    Object host = Objects.requireNonNull(MemberAccess.call(stream, "getHostSpec"));
    String name = (String) Objects.requireNonNull(MemberAccess.call(host, "getHost"));
    int port = (Integer) Objects.requireNonNull(MemberAccess.call(host, "getPort"));
    return Target.of(ParsedTargets.named(name), port, null);
  }

  /** {@code ConnectThread}, where {@code loginTimeout} is set. */
  @Override
  public boolean mayOutliveConnect() {
    return true;
  }

  /**
   * The driver wraps any other exception in an exception that asks for a report of the driver's
   * fault.
   */
  @Override
  public SQLException asOwnException(Object stream, SQLException refusal) {
    try {
      Class<?> type = stream.getClass();
      String util = type.getName().replace(STREAM, ".util.");
      ClassLoader application = type.getClassLoader();
      Class<?> states = Class.forName(util + "PSQLState", true, application);
      Constructor<?> constructor =
          ModuleAccess.open(
              Class.forName(util + "PSQLException", true, application)
                  .getDeclaredConstructor(String.class, states, Throwable.class));
      Object state = ModuleAccess.open(states.getDeclaredField(REFUSED)).get(null);
      return (SQLException) constructor.newInstance(refusal.getMessage(), state, refusal);
    } catch (ReflectiveOperationException | RuntimeException changed) {
      return refusal; // It refuses all the same.
    }
  }
}
