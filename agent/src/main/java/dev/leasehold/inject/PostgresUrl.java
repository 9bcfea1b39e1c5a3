package dev.leasehold.inject;

import org.jspecify.annotations.Nullable;

/** JDBC's URL for where a client of PostgreSQL without JDBC connects to, so that it is matched. */
public final class PostgresUrl {

  private PostgresUrl() {}

  /**
   * Returns the URL.
   *
   * @param host as the application names it; a path of Unix's file system leads to this machine, as
   *     a URL without a host does
   */
  public static String of(@Nullable String host, int port, @Nullable String database) {
    String name = host == null || host.startsWith("/") ? "localhost" : host;
    return "jdbc:postgresql://"
        + (name.indexOf(':') < 0 ? name : '[' + name + ']')
        + ':'
        + port
        + '/'
        + (database == null ? "" : database);
  }
}
