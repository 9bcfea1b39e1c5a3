// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.target;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One server and database that a driver connects to: host, port and database as the driver uses
 * them, its defaults filled in. Immutable; equal by content, host names without regard to case.
 */
public final class Target {

  /** Stands for the port where a target has none, such as a socket of the file system. */
  public static final int NO_PORT = -1;

  private final String host;
  private final int port;
  private final @Nullable String database;

  private Target(String host, int port, @Nullable String database) {
    this.host = host;
    this.port = port;
    this.database = database;
  }

  /**
   * Returns a target.
   *
   * @param host a name, an address with brackets or without, or the path of a socket
   * @param port from 0 to 65535, or {@link #NO_PORT}
   * @param database null where the driver names none
   */
  public static Target of(String host, int port, @Nullable String database) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String name = bracketed ? host.substring(1, host.length() - 1) : host;
    return new Target(Glob.lowerCase(name), port, database);
  }

  /** Returns the host in lower case, an IPv6 address without brackets. */
  public String host() {
    return host;
  }

  /** Returns the port, or {@link #NO_PORT}. */
  public int port() {
    return port;
  }

  /** Returns the database; null where the driver names none. */
  public @Nullable String database() {
    return database;
  }

  /** Returns host and port alone: the server, whichever of its databases is meant. */
  public String server() {
    boolean address = host.indexOf(':') >= 0 && host.indexOf(',') < 0; // No list of servers.
    String name = address ? '[' + host + ']' : host;
    return port == NO_PORT ? name : name + ':' + port;
  }

  /** Returns whether host and port are the same as another's. */
  public boolean isAt(Target other) {
    return port == other.port && host.equals(other.host);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Target)) {
      return false;
    }
    Target that = (Target) other;
    return port == that.port && host.equals(that.host) && Objects.equals(database, that.database);
  }

  @Override
  public int hashCode() {
    return (host.hashCode() * 31 + port) * 31 + (database == null ? 0 : database.hashCode());
  }

  /** Returns {@code host:port/database}, with control characters replaced: fit for a log. */
  @Override
  public String toString() {
    String whole = database == null ? server() : server() + '/' + database;
    StringBuilder shown = new StringBuilder(whole.length());
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      shown.append(Character.isISOControl(c) ? '?' : c);
    }
    return shown.toString();
  }
}
