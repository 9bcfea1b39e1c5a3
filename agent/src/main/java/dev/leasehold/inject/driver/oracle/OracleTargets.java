// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.inject.url.FixedSet;
import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Oracle's driver connects to: {@code @//host:port/service}, with {@code tcp:} or {@code
 * tcps:} before the slashes or without them, and {@code @host:port:sid} are read. A name of {@code
 * tnsnames.ora}, a description in parentheses and whatever else there is cannot be: those are
 * matched by their text alone. "Database URLs and Database Specifiers" in its manual.
 */
final class OracleTargets {

  private static final int DEFAULT_PORT = 1521;

  /** Ends of names, with the values that the driver takes by default; of 21.24 and 23.26.4. */
  private static final String[][] DEFAULTS = {
    {"passwordauthentication", "PASSWORD_VERIFIER"},
    {"httpsproxyport", "0"},
    {"socksproxyport", "1080"},
    {"socksremotedns", "false"},
  };

  /** Parts of names that lead elsewhere. */
  private static final Set<String> PARTS = FixedSet.of("tns_admin", "proxy", "socksremotedns");

  /** Ends of such names. */
  private static final Set<String> ENDS =
      FixedSet.of(
          "passwordauthentication",
          "ociiamurl",
          "jdbc.config.file",
          "provider.connectionstring",
          "targetinstancename",
          "targetshardingkey");

  private static final Pattern HOST =
      Pattern.compile(
          "(?:(?:tcps?:)?//)?(\\[[0-9a-f:.%]+]|[\\w.-]+)(?::([0-9]{1,5}))?(?:[/:]([^?,()@]*))?",
          Pattern.CASE_INSENSITIVE);

  private OracleTargets() {}

  /**
   * Returns the targets.
   *
   * @param url without a login
   */
  static Targets of(String url, Properties info) {
    int at = url.indexOf('@');
    int query = url.indexOf('?');
    int end = query < 0 ? url.length() : query;
    Targets read = at < 0 || at > end ? null : read(url.substring(at + 1, end).trim());
    Map<String, String> detours = detours(url, end, info);
    return (read == null ? Targets.unreadable(url.substring(0, end)) : read)
        .withDetours(detours)
        .withParameters(DriverParameters.ofText(url, end, info));
  }

  private static @Nullable Targets read(String specifier) {
    Matcher host = HOST.matcher(specifier);
    if (!host.matches()) {
      return null;
    }
    String port = host.group(2);
    String database = host.group(3);
    boolean plain = specifier.indexOf('/') < 0 && port == null;
    if (plain && database == null) {
      return null; // A name of tnsnames.ora.
    }
    return Targets.of(
            Target.of(
                host.group(1), port == null ? DEFAULT_PORT : Integer.parseInt(port), database))
        .withDefaultPort(DEFAULT_PORT);
  }

  /**
   * Parameters by which a name is looked up, or a proxy gone through, are the URL's or the
   * properties'; so are those by which the driver shows user and password to Oracle's IAM before it
   * connects, and its file of more parameters. The last three were found by trial with 23.26.4.
   */
  private static Map<String, String> detours(String url, int query, Properties info) {
    Map<String, String> detours = new TreeMap<>();
    for (String name : info.stringPropertyNames()) {
      if (leads(name, info.getProperty(name))) {
        JdbcTargets.add(name, info.getProperty(name), detours);
      }
    }
    for (String parameter : url.substring(Math.min(query + 1, url.length())).split("&", 0)) {
      int equals = parameter.indexOf('=');
      String value = parameter.substring(equals + 1);
      if (equals > 0 && leads(parameter.substring(0, equals), value)) {
        JdbcTargets.add(parameter.substring(0, equals), value, detours);
      }
    }
    return detours;
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
    for (String[] known : DEFAULTS) {
      if (lowerCaseName.endsWith(known[0]) && value.equalsIgnoreCase(known[1])) {
        return true;
      }
    }
    return value.isEmpty()
        || lowerCaseName.endsWith("proxyclientname")
        || (lowerCaseName.contains("ldap") && lowerCaseName.endsWith("timeout"));
  }
}
