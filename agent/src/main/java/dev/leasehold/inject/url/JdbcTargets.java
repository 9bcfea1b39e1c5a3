// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The targets of an unknown driver: the authority of its URL, {@code
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
          "socket",
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
          "pgdbname",
          "dbname",
          "pghost",
          "pgport",
          "endpoint",
          "endpoints",
          "endpointurl",
          "inifile",
          "inisection",
          "writedatasourceaddress");

  /** Parts of their names. */
  private static final String[] WAYS = {
    "proxy",
    "socks",
    "localsocket",
    "unixsocket",
    "domainsocket",
    "socketpath",
    "socketfactory",
    "failover",
    "redirect",
    "alternate",
    "reroute",
    "secondary",
    "backupserver",
    "balanc",
    "topology",
    "discovery",
    "sysplex",
    "ifxhost",
    "sqlh_",
    "jndi",
    "dnssrv",
    "connectiongroup",
    "propertiestransform",
    "configfile",
    "config.file",
    "propertiesfile"
  };

  /** Parts of the names of classes that a driver hands socket or login to. */
  private static final String[] CODE = {
    "sslfactory", "hostnameverifier", "passwordcallback", "connectexecutor", "interceptor"
  };

  /** Parts of names of parameters that take the name of a host, a group or a file. */
  private static final String[] NAMED = {
    "host",
    "server",
    "proxy",
    "socket",
    "alternate",
    "group",
    "file",
    "partner",
    "address",
    "node",
    "name",
    "list",
    "url",
    "path",
    "keys"
  };

  /** Values of a switch that lead nowhere; a host may have such a name. */
  private static final Set<String> NOWHERE = FixedSet.of("false", "no", "off", "none", "0");

  /** Characters that no name of a host or a database has. */
  private static final Pattern ODD = Pattern.compile("[=\"'{]");

  private JdbcTargets() {}

  /**
   * Returns the targets.
   *
   * @param url with a login before its hosts or without
   * @param driver whose own classes lead nowhere else
   */
  public static Targets of(String url, Properties info, Class<?> driver) {
    return of(url, info, driver, Target.NO_PORT);
  }

  /**
   * The same of a driver whose default port is known.
   *
   * @param defaultPort the driver's port where the URL names none
   */
  public static Targets of(String url, Properties info, Class<?> driver, int defaultPort) {
    String plain = UserInfo.without(url);
    int end = firstParameter(plain);
    int slashes = plain.indexOf("://");
    Targets read =
        slashes < 0 || slashes > end ? null : read(plain.substring(slashes + 3, end), defaultPort);
    Targets targets = read == null ? Targets.unreadable(standIn(plain)) : read;
    return targets
        .withDefaultPort(defaultPort)
        .withDetours(detours(plain, end, info, driver))
        .withParameters(DriverParameters.ofText(plain, end, info));
  }

  /** Returns a text that tells a URL from others and holds no password. */
  private static String standIn(String url) {
    String head = url.substring(0, parameters(url, 0));
    int slashes = head.indexOf("://");
    int slash = head.indexOf('/', slashes < 0 ? 0 : slashes + 3);
    String text = slash < 0 || isDatabase(head.substring(slash)) ? head : head.substring(0, slash);
    boolean odd = RemainingLogin.mayStandBeforeAt(url) || ODD.matcher(text).find();
    return odd ? ShownUrl.numbered(url) : ShownUrl.standIn(text);
  }

  private static boolean isDatabase(String path) {
    return path.indexOf('=') < 0 && path.indexOf(',') < 0;
  }

  /** Returns whether these are names or addresses, with ports or without, between commas. */
  static boolean areHosts(String authority) {
    return targets(authority, null, Target.NO_PORT) != null;
  }

  private static @Nullable Targets read(String hosts, int defaultPort) {
    int slash = hosts.indexOf('/');
    String authority = slash < 0 ? hosts : hosts.substring(0, slash);
    String path = slash < 0 ? "" : hosts.substring(slash + 1);
    if (!isDatabase(path)) {
      return null; // Parameters, as in Teradata's URLs.
    }
    boolean ended = path.endsWith(":"); // As where DB2's and Informix's URLs have no parameters.
    String database = ended ? path.substring(0, path.length() - 1) : path;
    if (database.indexOf(':') >= 0) {
      return null; // To Redshift's driver it is a part of the name.
    }
    List<Target> targets = targets(authority, database.isEmpty() ? null : database, defaultPort);
    return targets == null ? null : Targets.of(targets);
  }

  private static @Nullable List<Target> targets(
      String authority, @Nullable String database, int defaultPort) {
    List<Target> targets = new ArrayList<>();
    for (String host : authority.split(",", -1)) {
      Target target = target(host, database, defaultPort);
      if (target == null) {
        return null;
      }
      targets.add(target);
    }
    return targets;
  }

  private static @Nullable Target target(String host, @Nullable String database, int defaultPort) {
    int bracket = host.lastIndexOf(']');
    int colon = host.indexOf(':', Math.max(bracket, 0));
    String name = colon < 0 ? host : host.substring(0, colon);
    if (!isName(name)) {
      return null;
    }
    try {
      int port = colon < 0 ? defaultPort : Integer.parseInt(host.substring(colon + 1));
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

  private static Map<String, String> detours(
      String url, int end, Properties info, Class<?> driver) {
    Map<String, String> detours = new TreeMap<>();
    for (String name : info.stringPropertyNames()) {
      if (leads(name, info.getProperty(name), driver)) {
        add(name, info.getProperty(name), detours);
      }
    }
    for (int from = end; from < url.length(); ) {
      int to = parameters(url, from + 1);
      int equals = url.indexOf('=', from);
      int nameEnd = equals < 0 || equals > to ? to : equals;
      String name = UrlQuery.decoded(url.substring(from + 1, nameEnd)).trim();
      String value = url.substring(Math.min(nameEnd + 1, to), to);
      if (leads(name, value, driver)) {
        add(name, value, detours);
      }
      from = to;
    }
    DriverFiles.addTo(detours, url, driver);
    return detours;
  }

  /** Adds a detour; of several values nobody knows which value a driver takes, so all count. */
  public static void add(String name, String value, Map<String, String> detours) {
    detours.merge(name, value, (one, other) -> one.equals(other) ? one : one + ", " + other);
  }

  private static boolean leads(String name, String value, Class<?> driver) {
    String lower = name.toLowerCase(Locale.ROOT);
    String word = value.trim().toLowerCase(Locale.ROOT);
    boolean takesName = !isSwitch(lower) && (PLACES.contains(lower) || holdsOne(lower, NAMED));
    if (word.isEmpty() || (!takesName && NOWHERE.contains(word))) {
      return false;
    }
    return PLACES.contains(lower)
        || holdsOne(lower, WAYS)
        || (holdsOne(lower, CODE) && !isOwn(value, driver));
  }

  /** Returns whether the name is a switch's, as {@code useProxy} is, or pgjdbc's own switch. */
  private static boolean isSwitch(String lowerCaseName) {
    return lowerCaseName.equals("loadbalancehosts")
        || (lowerCaseName.startsWith("use") && !lowerCaseName.startsWith("user"))
        || lowerCaseName.startsWith("enable")
        || lowerCaseName.endsWith("enabled");
  }

  private static boolean holdsOne(String name, String[] parts) {
    for (String part : parts) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** Classes that are all under the driver's package, which no other jar adds to. */
  private static boolean isOwn(String classes, Class<?> driver) {
    String name = driver.getName();
    String itsPackage = name.substring(0, name.lastIndexOf('.') + 1);
    for (String each : classes.split("[,;:]", -1)) {
      if (itsPackage.isEmpty() || !each.trim().startsWith(itsPackage)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the position of the parameters: DB2's and Informix's begin with a {@code :}. */
  public static int firstParameter(String url) {
    int end = parameters(url, 0);
    for (int i = url.indexOf(':') + 1; i < end; i++) {
      if (url.charAt(i) == ':' && UserInfo.isParameter(url, i + 1)) {
        return i;
      }
    }
    return end;
  }

  /** Returns the position of the next parameter, from a position on. */
  public static int parameters(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '?' || c == '&' || c == ';') {
        return i;
      }
    }
    return url.length();
  }
}
