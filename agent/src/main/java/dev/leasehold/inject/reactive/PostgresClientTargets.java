// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The targets of a client of PostgreSQL without JDBC, in the form that a pattern matches. */
public final class PostgresClientTargets {

  private static final int DEFAULT_PORT = 5432;

  /** The name of a socket of the file system in a pattern. */
  private static final String SOCKET = "socket";

  private static final String DATABASE = "database";

  /**
   * Parameters that a client names by options of their own, as the server's protocol calls them.
   */
  private static final Set<String> NAMED_BY_THE_CLIENT = FixedSet.of(DATABASE, "user");

  private PostgresClientTargets() {}

  /**
   * Returns the target. The host is null or a path for a socket, as in {@link #url}. An empty
   * database counts as none.
   */
  public static Targets ofServer(@Nullable String host, int port, @Nullable String database) {
    String named = database == null || database.isEmpty() ? null : database;
    return Targets.of(Target.of(name(host), port, named)).withDefaultPort(DEFAULT_PORT);
  }

  /**
   * Returns the database that a client names to the server. For a missing name the server takes the
   * user's, and the user is about to be another.
   */
  public static @Nullable String database(@Nullable String named, @Nullable String user) {
    return named == null || named.isEmpty() ? user : named;
  }

  /**
   * Returns the target that a socket of the file system stands for, with any program behind it. The
   * target is its path, which a pattern can name as the parameter {@code socket} alone.
   */
  public static Targets ofSocket(String path, @Nullable String database) {
    String named = database == null || database.isEmpty() ? null : database;
    String host = path.startsWith("/") ? path : "/" + path;
    return Targets.of(Target.of(host, Target.NO_PORT, named))
        .withDefaultPort(DEFAULT_PORT)
        .withDetours(Collections.singletonMap(SOCKET, path));
  }

  /**
   * Returns the same targets with some parameters of a session's start as detours. These name
   * another database or another user than the client does. A client sends its parameters after
   * both, and the server takes the last value ({@code ProcessStartupPacket} of PostgreSQL).
   *
   * @param parameters by the names that the client sends, which the server compares in their case
   * @param database that the client names
   */
  public static Targets withStartParameters(
      Targets targets, Map<String, String> parameters, @Nullable String database) {
    Map<String, String> detours = new TreeMap<>(targets.detours());
    for (String name : NAMED_BY_THE_CLIENT) {
      String value = parameters.get(name);
      if (value != null && !(name.equals(DATABASE) && value.equals(database))) {
        detours.put(name, value);
      }
    }
    return targets.withDetours(detours).withParameters(parameters);
  }

  private static String name(@Nullable String host) {
    return host == null || host.startsWith("/") ? "localhost" : host;
  }

  /**
   * Returns JDBC's URL for it.
   *
   * @param host as the application names it; null or a path of the file system for a socket, which
   *     counts as this machine here
   */
  public static String url(@Nullable String host, int port, @Nullable String database) {
    String name = name(host);
    return "jdbc:postgresql://"
        + (name.indexOf(':') < 0 ? name : '[' + name + ']')
        + ':'
        + port
        + '/'
        + (database == null ? "" : database);
  }
}
