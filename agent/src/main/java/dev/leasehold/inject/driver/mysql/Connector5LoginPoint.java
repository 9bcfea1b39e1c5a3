// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;

/**
 * The {@code MysqlIO} of Connector/J 5.1, which is connected to one server when {@code doHandshake}
 * begins to log in there. Its fields were found with javap in 5.1.49.
 */
public final class Connector5LoginPoint implements LoginPoint {

  /** Makes the login point; it has no state. */
  public Connector5LoginPoint() {}

  @Override
  public Target server(Object io) throws ReflectiveOperationException {
    String host = (String) MemberAccess.part(io, "host");
    int port = (Integer) MemberAccess.part(io, "port");
    return Target.of(host, port, null);
  }
}
