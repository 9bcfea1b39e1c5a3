// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Target;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;

/** The servers that a URL of pgjdbc names. */
final class PostgresTargets {

  /**
   * Parameters that say where a connection leads, or which of several servers will do: all names of
   * 42.2 to 42.7, in lower case.
   */
  private static final Set<String> DIRECTIONS =
      FixedSet.of(
          "pghost",
          "pgport",
          "pgdbname",
          "host",
          "port",
          "dbname",
          "targetservertype",
          "loadbalancehosts");

  private PostgresTargets() {}

  /**
   * Returns a URL that leads to this target alone; takes properties that lead elsewhere out of the
   * copy.
   */
  static String only(Target target, String url, Properties info) {
    for (String name : info.stringPropertyNames()) {
      if (DIRECTIONS.contains(name.toLowerCase(Locale.ROOT))) {
        info.remove(name);
      }
    }
    String rest = UrlQuery.without(url, DIRECTIONS);
    int query = rest.indexOf('?');
    String path = query < 0 ? rest : rest.substring(0, query);
    String scheme = path.substring(0, path.indexOf(':', "jdbc:".length()) + 1);
    String named = target.database();
    String database = named == null ? database(path, scheme) : encoded(named);
    return scheme
        + "//"
        + target.server()
        + '/'
        + database
        + (query < 0 ? "" : rest.substring(query));
  }

  /** Returns the database as the URL spells it. */
  private static String database(String path, String scheme) {
    int slashes = path.indexOf("://");
    if (slashes < 0) {
      return path.substring(scheme.length());
    }
    int slash = path.indexOf('/', slashes + 3);
    return slash < 0 ? "" : path.substring(slash + 1);
  }

  static String encoded(String database) {
    try {
      return URLEncoder.encode(database, "UTF-8");
    } catch (UnsupportedEncodingException never) {
      throw new AssertionError(never);
    }
  }
}
