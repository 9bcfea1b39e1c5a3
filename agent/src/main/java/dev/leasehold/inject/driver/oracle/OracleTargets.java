// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
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
    return read == null
        ? Targets.unreadable(url.substring(0, end)).withDetours(detours)
        : read.withDetours(detours);
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
      if (leads(name)) {
        detours.put(name, info.getProperty(name));
      }
    }
    for (String parameter : url.substring(Math.min(query + 1, url.length())).split("&", 0)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && leads(parameter.substring(0, equals))) {
        detours.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return detours;
  }

  private static boolean leads(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("database")
        || lower.equals("server")
        || lower.contains("tns_admin")
        || lower.contains("proxy")
        || lower.contains("ldap")
        || lower.contains("socksremotedns")
        || lower.endsWith("passwordauthentication")
        || lower.endsWith("ociiamurl")
        || lower.endsWith("jdbc.config.file")
        || lower.endsWith("targetinstancename")
        || lower.endsWith("targetshardingkey");
  }
}
