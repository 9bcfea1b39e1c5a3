// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.pool.MemberAccess;
import dev.leasehold.target.Target;

/**
 * The {@code HostAddress} of MariaDB Connector/J; its fields were found with javap in 2.7.0,
 * 2.7.13, 3.0.11, 3.5.11 and 4.0.0.
 */
public final class MariaDbLoginPoint implements LoginPoint {

  /** Makes the login point; it has no state. */
  public MariaDbLoginPoint() {}

  /**
   * Its configuration names all of the servers, and connects to the first that lets the user in.
   */
  @Override
  public boolean countsAsOne() {
    return true;
  }

  /** From 3.5 on an address may have a named pipe or a socket, which the driver takes first. */
  @Override
  public Target server(Object address) throws ReflectiveOperationException {
    for (String way : new String[] {"pipe", "localSocket"}) {
      Object path = MemberAccess.has(address, way) ? MemberAccess.get(address, way) : null;
      if (path != null) {
        return Target.of(MariaDbTargets.path((String) path), Target.NO_PORT, null);
      }
    }
    Object host = MemberAccess.get(address, "host");
    return host == null
        ? Target.of(String.valueOf(address), Target.NO_PORT, null)
        : Target.of((String) host, (Integer) MemberAccess.part(address, "port"), null);
  }
}
