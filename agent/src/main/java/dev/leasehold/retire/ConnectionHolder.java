// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.security.CodeSource;

/**
 * The opener and holder of a connection, as far as the stack of the connect tells: a pool, a
 * wrapper or the application itself. Without JDBC it is the client. Holds no class. Immutable.
 */
public final class ConnectionHolder {

  private final String name;
  private final boolean told;

  ConnectionHolder(Class<?> type, boolean told) {
    this.name = described(type);
    this.told = told;
  }

  /** Returns whether it is a pool that is told to let go of its connections. */
  public boolean isTold() {
    return told;
  }

  /** Returns its class, and the jar that this comes from. */
  @Override
  public String toString() {
    return name;
  }

  /** Returns the description of a class for a log: its name, its jar, and the jar's version. */
  public static String described(Class<?> type) {
    Package home = type.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    CodeSource source = type.getProtectionDomain().getCodeSource();
    String jar = source == null ? "" : String.valueOf(source.getLocation());
    return type.getName()
        + " ("
        + jar.substring(jar.lastIndexOf('/') + 1)
        + (version == null ? "" : ", version " + version)
        + ")";
  }
}
