// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.inject.url.UrlQuery;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a fork of pgjdbc whose parser cannot be asked, such as Redshift's. Redshift's
 * decodes a database's name, and takes the user's where none is named: by trial with 2.3.0.
 */
final class ForkTargets {

  private static final int DEFAULT_PORT = 5432;

  /** {@code com.amazon.redshift.Driver.DEFAULT_PORT} of 2.1.0.30 and 2.3.0, by javap. */
  private static final int REDSHIFTS_PORT = 5439;

  private static final String REDSHIFT = "jdbc:redshift:";
  private static final String NAME = "dbname";

  private ForkTargets() {}

  /** Returns the targets; the user is null where none is named, so that it is that of the JVM. */
  static Targets of(String url, Properties info, Class<?> driver, @Nullable String user) {
    int defaultPort = isRedshifts(url) ? REDSHIFTS_PORT : DEFAULT_PORT;
    Targets read = JdbcTargets.of(url, info, driver, defaultPort);
    if (!isRedshifts(url) || !read.isReadable()) {
      return read;
    }
    String place = url.substring(0, end(url));
    boolean inPath =
        url.lastIndexOf(';', url.indexOf('?')) >= 0; // As are the others, to the driver.
    if (inPath || place.indexOf('&') >= 0 || place.endsWith(":")) {
      return Targets.unreadable(ShownUrl.numbered(url))
          .withDefaultPort(REDSHIFTS_PORT)
          .withDetours(read.detours())
          .withParameters(read.parameters());
    }
    String named = read.each().get(0).database();
    String ofUser = user == null ? System.getProperty("user.name") : user;
    String database = named == null ? ofUser : UrlQuery.decoded(named);
    List<Target> targets = new ArrayList<>();
    for (Target target : read.each()) {
      targets.add(Target.of(target.host(), target.port(), database));
    }
    Targets decoded =
        Targets.of(targets)
            .withDefaultPort(REDSHIFTS_PORT)
            .withDetours(withEmptyName(url, info, read.detours()))
            .withParameters(read.parameters());
    return named == null ? decoded.withDatabaseOfUser() : decoded;
  }

  /** Redshift's takes an empty parameter for no database, even where the path names a database. */
  private static Map<String, String> withEmptyName(
      String url, Properties info, Map<String, String> detours) {
    Map<String, String> all = new TreeMap<>(detours);
    boolean inProperties =
        info.stringPropertyNames().stream()
            .anyMatch(name -> name.equalsIgnoreCase(NAME) && info.getProperty(name).isEmpty());
    if (inProperties || "".equals(UrlQuery.value(url, NAME))) {
      all.putIfAbsent(NAME, "");
    }
    return all;
  }

  /** Returns the position of the driver's parameters. */
  private static int end(String url) {
    int query = url.indexOf('?');
    int semicolon = url.indexOf(';');
    int either = Math.max(query, semicolon);
    int first = query < 0 || semicolon < 0 ? either : Math.min(query, semicolon);
    return first < 0 ? url.length() : first;
  }

  static boolean isRedshifts(String url) {
    return url.startsWith(REDSHIFT);
  }

  /** Returns the URL with a database in its path, which has none. */
  static String withDatabase(String url, String database) {
    int hosts = url.indexOf("//") + 2;
    int end = url.length();
    for (char c : new char[] {'?', ';', '/'}) {
      int at = url.indexOf(c, hosts);
      end = at < 0 ? end : Math.min(end, at);
    }
    boolean slash = end < url.length() && url.charAt(end) == '/';
    String path = '/' + PostgresTargets.encoded(database);
    return url.substring(0, end) + path + url.substring(slash ? end + 1 : end);
  }
}
