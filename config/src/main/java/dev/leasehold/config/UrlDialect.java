// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of one kind of JDBC driver: how they begin, their form, and the port of a URL that has
 * none. The driver's properties and errors are of {@code DriverDialect}, in the agent.
 */
public final class UrlDialect {

  /** The dialect of a driver that is not known: any URL, of the common form. */
  public static final UrlDialect JDBC = new UrlDialect("jdbc", JdbcUrl.PREFIX, "");

  private static final List<UrlDialect> KNOWN = known();

  private final String name;
  private final String urlBeginning;
  private final @Nullable String defaultPort;
  private final boolean hostsOptional;
  private final boolean hostsAfterAt;
  private final boolean encoded;
  private final List<String> databaseParameters;

  private UrlDialect(String name, String urlBeginning, String line) {
    this.name = name;
    this.urlBeginning = urlBeginning;
    this.defaultPort = word("port=", line);
    this.hostsOptional = "optional".equals(word("hosts=", line));
    this.hostsAfterAt = "@".equals(word("hosts=", line));
    this.encoded = !"plain".equals(word("query=", line));
    String database = word("database=", line);
    this.databaseParameters =
        database == null ? Collections.emptyList() : Arrays.asList(database.split(",", -1));
  }

  /** Returns the dialects of {@link KnownDrivers}, without {@link #JDBC}. */
  public static List<UrlDialect> ofKnownDrivers() {
    return KNOWN;
  }

  private static List<UrlDialect> known() {
    List<UrlDialect> known = new ArrayList<>();
    StringTokenizer lines = new StringTokenizer(KnownDrivers.LIST, "\n");
    while (lines.hasMoreTokens()) {
      String line = lines.nextToken();
      String name = word("dialect=", line);
      String url = word("url=", line);
      if (name != null && url != null) {
        known.add(new UrlDialect(name, url, line));
      }
    }
    return Collections.unmodifiableList(known);
  }

  private static @Nullable String word(String key, String line) {
    StringTokenizer words = new StringTokenizer(line, " ");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.startsWith(key)) {
        return word.substring(key.length());
      }
    }
    return null;
  }

  /** Returns its name in settings. */
  public String name() {
    return name;
  }

  /** Returns how the URLs of its drivers begin, up to the colon after the driver's name. */
  public String urlBeginning() {
    return urlBeginning;
  }

  /** Returns the port that its drivers take where a URL has none; null when each has its own. */
  @Nullable String defaultPort() {
    return defaultPort;
  }

  /** Returns whether a URL without {@code //} names a database of localhost. */
  boolean hasOptionalHosts() {
    return hostsOptional;
  }

  /** Returns whether the hosts of a URL stand after {@code @//}. */
  boolean hasHostsAfterAt() {
    return hostsAfterAt;
  }

  /** Returns whether percent signs in a parameter stand for other characters. */
  boolean encodesParameters() {
    return encoded;
  }

  /** Returns the parameters that name the database; empty where the path of the URL does. */
  List<String> databaseParameters() {
    return databaseParameters;
  }

  /** Returns the dialect of the drivers that take a URL; {@link #JDBC} for all other drivers. */
  static UrlDialect ofUrl(String url) {
    for (int i = 0; i < KNOWN.size(); i++) { // An iterator would be an object.
      if (JdbcUrl.startsWith(url, KNOWN.get(i).urlBeginning)) {
        return KNOWN.get(i);
      }
    }
    return JDBC;
  }

  /** Returns the dialect of this name; null when there is none. */
  static @Nullable UrlDialect of(String name) {
    for (UrlDialect dialect : KNOWN) {
      if (dialect.name.equals(name)) {
        return dialect;
      }
    }
    return JDBC.name.equals(name) ? JDBC : null;
  }

  /** Returns the names for a message. */
  static String names() {
    StringBuilder names = new StringBuilder();
    for (UrlDialect dialect : KNOWN) {
      names.append(names.length() == 0 ? "" : ", ").append(dialect.name);
    }
    return names.append(" or ").append(JDBC.name).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
