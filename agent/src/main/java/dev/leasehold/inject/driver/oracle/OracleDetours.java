// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.inject.url.JdbcTargets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of Oracle's driver, in the URL or the properties, by which a name is looked up or a
 * proxy is used. Also parameters by which the driver shows user and password to Oracle's IAM before
 * it connects, and the parameter for its file of more parameters. The last three were found by
 * trial with 23.26.4. Up to 21.24 a parameter's value stands in the driver's descriptor as it is:
 * with parentheses in it, it may be an address.
 */
final class OracleDetours {

  /** Ends of names, with the values that the driver takes by default; of 21.24 and 23.26.4. */
  private static final String[][] DEFAULTS = {
    {"passwordauthentication", "PASSWORD_VERIFIER"},
    {"password_auth", "PASSWORD_VERIFIER"},
    {"httpsproxyport", "0"},
    {"socksproxyport", "1080"},
    {"socksremotedns", "false"},
    {"usetruecachedriverconnection", "false"},
    {"useshardingdriverconnection", "false"},
  };

  /** Parts of names that lead elsewhere. */
  private static final Set<String> PARTS = FixedSet.of("tns_admin", "proxy", "socksremotedns");

  /** Ends of such names. */
  private static final Set<String> ENDS =
      FixedSet.of(
          "passwordauthentication",
          "password_auth",
          "ociiamurl",
          "oci_iam_url",
          "jdbc.config.file",
          "jdbc.database",
          "provider.connectionstring",
          "targetservicename",
          "targetinstancename",
          "targetshardingkey",
          "targetsupershardingkey",
          "tunnel_service_name",
          "usetruecachedriverconnection",
          "useshardingdriverconnection");

  /** The driver leaves out blanks and quotes, so that other names may be anything. */
  private static final Pattern NAME = Pattern.compile("[\\w.-]+");

  private static final Pattern VALUE = Pattern.compile("[^\"\\\\()=]*|\\s*\"[^\"\\\\()]*\"\\s*");

  /** Stand for detours that no parameter's name tells of. */
  private static final String QUERY = "?";

  private static final String MORE_HOSTS = ";";

  private static final String PROVIDER = "config";

  private static final String PROVIDER_PREFIX = PROVIDER + '-';

  private OracleDetours() {}

  /**
   * Returns the parameters that may lead elsewhere, values by name.
   *
   * @param query the position of the query, or the URL's length
   * @param plus whether the driver reads a query
   */
  static Map<String, String> of(String url, int query, Properties info, boolean plus) {
    Map<String, String> detours = new TreeMap<>();
    add(info, detours);
    if (query < url.length()) {
      addQuery(url.substring(query + 1), plus, detours);
    }
    if (url.lastIndexOf(';', query) > url.indexOf('@')) {
      detours.put(MORE_HOSTS, "");
    }
    if (url.regionMatches(true, 0, "jdbc:oracle:sharding:", 0, "jdbc:oracle:sharding:".length())) {
      detours.put("driverType", "sharding"); // The catalog says where the shards are.
    }
    String provider = provider(url);
    if (provider != null) {
      detours.put(PROVIDER, provider);
    }
    return detours;
  }

  /**
   * Returns the configuration provider that a URL names behind its {@code @}, with the place that
   * it reads, as in {@code config-file:///x}. It gives the driver a URL and parameters of any kind.
   * A place with an {@code @} may hold a login, and is left out.
   *
   * @return null when the URL names none
   */
  static @Nullable String provider(String url) {
    int query = url.indexOf('?');
    int at = url.indexOf('@');
    int end = query < 0 ? url.length() : query;
    if (at < 0 || at > end) {
      return null;
    }
    String place = url.substring(at + 1, end).trim();
    int from = PROVIDER_PREFIX.length();
    if (!place.regionMatches(true, 0, PROVIDER_PREFIX, 0, from) || !place.contains("://")) {
      return null;
    }
    return place.indexOf('@') < 0 ? place.substring(from) : "";
  }

  /** Adds the detours among properties, of the application's or of any other's. */
  static void add(Properties properties, Map<String, String> detours) {
    for (String name : properties.stringPropertyNames()) {
      if (leads(name, properties.getProperty(name))) {
        JdbcTargets.add(name, properties.getProperty(name), detours);
      }
    }
  }

  private static void addQuery(String query, boolean plus, Map<String, String> detours) {
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = parameter.substring(0, Math.max(equals, 0)).trim();
      String value = parameter.substring(equals + 1);
      if (!plus || !NAME.matcher(name).matches()) {
        detours.put(QUERY, "");
      } else if (leads(name, value) || !VALUE.matcher(value).matches()) {
        JdbcTargets.add(name, value, detours);
      }
    }
  }

  /** Returns whether the query has a parameter whose name the driver changes into another name. */
  static boolean hasOddName(String url) {
    int query = url.indexOf('?');
    if (query < 0) {
      return false;
    }
    for (String parameter : url.substring(query + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && !NAME.matcher(parameter.substring(0, equals)).matches()) {
        return true;
      }
    }
    return false;
  }

  private static boolean leads(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (isHarmless(lower, value.trim())) {
      return false;
    }
    boolean lookup = lower.contains("ldap") && !lower.contains(".ssl.");
    return lower.equals("database")
        || lower.equals("server")
        || lookup
        || PARTS.stream().anyMatch(lower::contains)
        || ENDS.stream().anyMatch(lower::endsWith);
  }

  /** The driver's defaults lead nowhere; a session's proxy user is sent to the server alone. */
  private static boolean isHarmless(String lowerCaseName, String value) {
    return value.isEmpty()
        || isDefault(lowerCaseName, value)
        || lowerCaseName.endsWith("proxyclientname")
        || (lowerCaseName.contains("ldap") && lowerCaseName.endsWith("timeout"));
  }

  /** Returns whether a value is the driver's own where the parameter is not set. */
  static boolean isDefault(String lowerCaseName, String value) {
    for (String[] known : DEFAULTS) {
      if (lowerCaseName.endsWith(known[0]) && value.equalsIgnoreCase(known[1])) {
        return true;
      }
    }
    return false;
  }
}
