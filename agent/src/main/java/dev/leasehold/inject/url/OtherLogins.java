// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.collection.FixedSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters by which a driver logs in without the user and password beside its URL. Other
 * parameters show these to another service than the database. Examples are tokens, identity
 * providers and plugins. Rather finds too much than too little, of drivers that cannot be asked.
 * {@code plugin_name} and its like are read in the sources of Redshift's driver 2.1; the parameters
 * of Oracle's driver are {@code CONNECTION_PROPERTY} constants of 23.26.4.
 */
public final class OtherLogins {

  /** Whole names, in lower case. */
  private static final Set<String> NAMES =
      FixedSet.of(
          "iam",
          "iamauth",
          "iam_auth",
          "useawsiam",
          "plugin_name",
          "pluginname",
          "authprofile",
          "dbuser",
          "accesskeyid",
          "secretaccesskey",
          "sessiontoken",
          "webidentitytoken",
          "authenticator",
          "authentication",
          "authenticationtype",
          "externalauthentication",
          "integratedsecurity",
          "token",
          "authtoken",
          "access_token",
          "apikey",
          "ssl_authentication",
          "api_key");

  /** Parts of names. */
  private static final String[] PARTS = {
    "oauth",
    "accesstoken",
    "authplugin",
    "authenticationplugin",
    "credentialsprovider",
    "credentialprovider",
    "credentialtype",
    "idp_host",
    "tokenauthentication",
    "authentication_services",
    "provider.username",
    "provider.password",
    "bearer",
    "http_header_authorization",
    "http_header_x-clickhouse-user",
    "http_header_x-clickhouse-key"
  };

  /**
   * Parts of the names by which a driver sets another password for the user that it logs in. The
   * lease's would be worth nothing then, and the application would keep the user.
   */
  private static final String[] NEW_PASSWORDS = {"newpass", "new_pass"};

  /** Parameters that take the name of a host, a user or a profile, which may be any word. */
  private static final Set<String> NAMED = FixedSet.of("idp_host", "dbuser", "authprofile");

  /** Values that mean user and password, or nothing. */
  private static final Set<String> HARMLESS =
      FixedSet.of(
          "false",
          "no",
          "off",
          "none",
          "(none)",
          "notspecified",
          "sqlpassword",
          "password",
          "native",
          "snowflake");

  /** Stands for a value that is no text, number or switch. */
  private static final String OBJECT = "(an object)";

  /** As in {@code jdbc:redshift:iam://}. */
  private static final Pattern SUBPROTOCOL =
      Pattern.compile("jdbc:[\\w+.-]+:iam:.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private OtherLogins() {}

  /**
   * Returns the names of them in a URL and properties, separated by commas; null where there are
   * none.
   *
   * @param taken names that are taken out of the properties, in lower case
   */
  public static @Nullable String in(String url, Properties info, Set<String> taken) {
    Set<String> found = new LinkedHashSet<>();
    addTo(found, url, info, taken);
    return found.isEmpty() ? null : String.join(", ", found);
  }

  static void addTo(Set<String> found, String url, Properties info, Set<String> taken) {
    if (SUBPROTOCOL.matcher(url).matches()) {
      found.add("iam");
    }
    for (String name : info.stringPropertyNames()) {
      if (!taken.contains(name.toLowerCase(Locale.ROOT)) && isOne(name, info.getProperty(name))) {
        found.add(name);
      }
    }
    addObjects(found, info, taken);
    for (int from = JdbcTargets.firstParameter(url); from < url.length(); ) {
      int to = JdbcTargets.parameters(url, from + 1);
      String parameter = UrlQuery.decoded(url.substring(from + 1, to));
      int equals = parameter.indexOf('=');
      String name = (equals < 0 ? parameter : parameter.substring(0, equals)).trim();
      if (isOne(name, equals < 0 ? "" : parameter.substring(equals + 1))) {
        found.add(name);
      }
      from = to;
    }
  }

  /** A driver may take an object of its own for a token or a password. */
  private static void addObjects(Set<String> found, Properties info, Set<String> taken) {
    for (Map.Entry<Object, Object> each : info.entrySet()) {
      String name = each.getKey() instanceof String ? (String) each.getKey() : "";
      Object value = each.getValue();
      boolean plain = value instanceof Boolean || value instanceof Number;
      if (!(value instanceof String)
          && !taken.contains(name.toLowerCase(Locale.ROOT))
          && isOne(name, plain ? value.toString() : OBJECT)) {
        found.add(name);
      }
    }
  }

  private static boolean isOne(String name, @Nullable String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    String word = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
    if (word.isEmpty()) {
      return false;
    }
    if (holdsOne(lower, NEW_PASSWORDS)) {
      return true;
    }
    boolean harmless = !NAMED.contains(lower) && HARMLESS.contains(word);
    return !harmless && (NAMES.contains(lower) || holdsOne(lower, PARTS));
  }

  private static boolean holdsOne(String name, String[] parts) {
    for (String part : parts) {
      if (name.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
