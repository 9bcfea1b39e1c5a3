// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.pool.MemberAccess;
import dev.leasehold.target.Target;
import java.util.Objects;

/**
 * pgjdbc's {@code PGStream}, which knows the {@code HostSpec} that it was opened for; its methods
 * were found with javap in 42.2.2, 42.2.29, 42.3.10, 42.4.5, 42.5.6, 42.6.2 and 42.7.14.
 */
public final class PostgresLoginPoint implements LoginPoint {

  /** Makes the login point; it has no state. */
  public PostgresLoginPoint() {}

  @Override
  public Target server(Object stream) throws ReflectiveOperationException {
    Object host = Objects.requireNonNull(MemberAccess.call(stream, "getHostSpec"));
    String name = (String) Objects.requireNonNull(MemberAccess.call(host, "getHost"));
    int port = (Integer) Objects.requireNonNull(MemberAccess.call(host, "getPort"));
    return Target.of(name, port, null);
  }

  /** {@code ConnectThread}, where {@code loginTimeout} is set. */
  @Override
  public boolean mayOutliveConnect() {
    return true;
  }
}
