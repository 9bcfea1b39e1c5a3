// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;

/**
 * The {@code HostAddress} of MariaDB Connector/J; its fields were found with javap in 2.7.0,
 * 2.7.13, 3.0.11, 3.5.11 and 4.0.0.
 */
public final class MariaDbLoginPoint implements LoginPoint {

  private static final String SOCKET = MariaDbTargets.SOCKET;

  /** Makes the login point; it has no state. */
  public MariaDbLoginPoint() {}

  /**
   * Its configuration names all of the servers, and connects to the first that lets the user in.
   */
  @Override
  public boolean countsAsOne() {
    return true;
  }

  /**
   * From 3.4 on an address may have a named pipe or a socket, which the driver takes first. Before,
   * the driver has no address where the URL names none, which it may where there is a socket.
   */
  @Override
  public Target server(Object address) throws ReflectiveOperationException {
    if (address == UNNAMED) {
      return Target.of("(no host)", Target.NO_PORT, null);
    }
    for (String way : new String[] {"pipe", SOCKET}) {
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

  /**
   * Before 3.4 an address does not say that there is a socket. With JNA the driver opens the
   * socket, at every address; without, 2.7.0 connects to the host. From 3.4 on a server may
   * redirect the driver to another address.
   */
  @Override
  public boolean isAlso(Target matched, Target server, Object address) {
    return MariaDbTargets.isSocket(matched)
        && (address == UNNAMED || (!MemberAccess.has(address, SOCKET) && opensSockets(address)));
  }

  /** As {@code SocketUtility.getSocketHandler} of 2.7.0, 2.7.13 and 3.0.11 finds out. */
  private static boolean opensSockets(Object address) {
    try {
      Class.forName("com.sun.jna.Platform", true, address.getClass().getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }
}
