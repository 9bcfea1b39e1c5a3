// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.LoginPoint;
import dev.leasehold.inject.pool.MemberAccess;
import dev.leasehold.target.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * mssql-jdbc's {@code ServerPortPlaceHolder}: the server of the URL, its failover partner, or where
 * a server has routed the login to. Its methods were found with javap in 12.10.2 and 13.6.2.
 */
public final class SqlServerLoginPoint implements LoginPoint {

  /** Makes the login point; it has no state. */
  public SqlServerLoginPoint() {}

  @Override
  public Target server(Object place) throws ReflectiveOperationException {
    String name = (String) Objects.requireNonNull(MemberAccess.call(place, "getServerName"));
    int port = (Integer) Objects.requireNonNull(MemberAccess.call(place, "getPortNumber"));
    return Target.of(name, port, null);
  }

  /** The port of an instance is the one that SQL Server's browser service of its host has said. */
  @Override
  public @Nullable Target instance(Object place) throws ReflectiveOperationException {
    String name = (String) Objects.requireNonNull(MemberAccess.call(place, "getServerName"));
    String instance = (String) MemberAccess.call(place, "getInstanceName");
    return instance == null || instance.isEmpty()
        ? null
        : Target.of(name + '\\' + instance, Target.NO_PORT, null);
  }
}
