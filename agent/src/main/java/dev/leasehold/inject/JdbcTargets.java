// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a driver that nobody knows may connect to: the authority of its URL, {@code
 * //host:port,host:port/database}. A parameter that looks as if it named another place is a detour.
 */
public final class JdbcTargets {

  /** Whole names of parameters, in lower case. */
  private static final Set<String> PLACES =
      FixedSet.of(
          "host",
          "hosts",
          "hostname",
          "hostnames",
          "server",
          "servers",
          "servername",
          "serverlist",
          "address",
          "addresses",
          "port",
          "portnumber",
          "url",
          "urls",
          "instance",
          "instancename",
          "service",
          "servicename",
          "cluster",
          "pghost",
          "pgport",
          "endpoint",
          "endpoints");

  /** Parts of their names. */
  private static final String[] WAYS = {
    "proxy",
    "socks",
    "localsocket",
    "socketfactory",
    "failover",
    "redirect",
    "alternate",
    "balance",
    "topology"
  };

  private JdbcTargets() {}

  /**
   * Returns the targets.
   *
   * @param url with a login before its hosts or without
   */
  public static Targets of(String url, Properties info) {
    String plain = UserInfo.without(url);
    int end = parameters(plain, 0);
    int slashes = plain.indexOf("://");
    Targets read = slashes < 0 || slashes > end ? null : read(plain.substring(slashes + 3, end));
    Targets targets = read == null ? Targets.unreadable(shown(plain.substring(0, end))) : read;
    return targets.withDetours(detours(plain, end, info));
  }

  /** Returns a URL up to a path that is no database, and may hold a password. */
  private static String shown(String url) {
    int slashes = url.indexOf("://");
    int slash = url.indexOf('/', slashes < 0 ? 0 : slashes + 3);
    return slash < 0 || isDatabase(url.substring(slash)) ? url : url.substring(0, slash);
  }

  private static boolean isDatabase(String path) {
    return path.indexOf('=') < 0 && path.indexOf(',') < 0;
  }

  private static @Nullable Targets read(String hosts) {
    int slash = hosts.indexOf('/');
    String authority = slash < 0 ? hosts : hosts.substring(0, slash);
    String path = slash < 0 ? "" : hosts.substring(slash + 1);
    int colon = path.indexOf(':'); // Parameters of DB2's and Informix's URLs.
    String database = colon < 0 ? path : path.substring(0, colon);
    if (!isDatabase(database)) {
      return null; // Parameters, as in Teradata's URLs.
    }
    List<Target> targets = new ArrayList<>();
    for (String host : authority.split(",", -1)) {
      Target target = target(host, database.isEmpty() ? null : database);
      if (target == null) {
        return null;
      }
      targets.add(target);
    }
    return Targets.of(targets);
  }

  private static @Nullable Target target(String host, @Nullable String database) {
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', Math.max(bracket, 0));
    String name = colon < 0 ? host : host.substring(0, colon);
    if (!isName(name)) {
      return null;
    }
    try {
      int port = colon < 0 ? Target.NO_PORT : Integer.parseInt(host.substring(colon + 1));
      return Target.of(name.isEmpty() ? "localhost" : name, port, database);
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_.:%[]".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> detours(String url, int end, Properties info) {
    Map<String, String> detours = new TreeMap<>();
    for (String name : info.stringPropertyNames()) {
      if (names(name)) {
        detours.put(name, info.getProperty(name));
      }
    }
    for (int from = end; from < url.length(); ) {
      int to = parameters(url, from + 1);
      int equals = url.indexOf('=', from);
      int nameEnd = equals < 0 || equals > to ? to : equals;
      String name = UrlQuery.decoded(url.substring(from + 1, nameEnd)).trim();
      if (names(name)) {
        detours.put(name, url.substring(Math.min(nameEnd + 1, to), to));
      }
      from = to;
    }
    return detours;
  }

  private static boolean names(String parameter) {
    String lower = parameter.toLowerCase(Locale.ROOT);
    for (String way : WAYS) {
      if (lower.contains(way)) {
        return true;
      }
    }
    return PLACES.contains(lower);
  }

  private static int parameters(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '?' || c == '&' || c == ';') {
        return i;
      }
    }
    return url.length();
  }
}
