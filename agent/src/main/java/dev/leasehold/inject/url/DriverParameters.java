// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.target.SecretName;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters that a driver goes by, as a pattern may ask for them: without its secrets. */
public final class DriverParameters {

  /** JDBC's own name for the property that holds the user, as {@code DriverManager} writes it. */
  private static final String USER = "user";

  private DriverParameters() {}

  /**
   * Returns a map for a driver that takes names in one case only.
   *
   * @param names of the properties, their defaults' among them
   */
  public static Map<String, String> inOneCaseOf(Properties effective, Set<String> names) {
    Map<String, String> parameters = new HashMap<>();
    for (String name : names) {
      put(name, effective.getProperty(name), parameters);
    }
    return parameters;
  }

  /** The same, of parameters without defaults. */
  public static Map<String, String> inOneCase(Map<?, ?> effective) {
    return put(effective, new HashMap<>());
  }

  /** Returns a map for a driver that takes names in any case. */
  public static Map<String, String> inAnyCase(Map<?, ?> effective) {
    return put(effective, new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  }

  private static Map<String, String> put(Map<?, ?> effective, Map<String, String> into) {
    for (Map.Entry<?, ?> each : effective.entrySet()) {
      put(String.valueOf(each.getKey()), each.getValue(), into);
    }
    return into;
  }

  private static void put(String name, @Nullable Object value, Map<String, String> into) {
    if (value != null && !SecretName.isIn(name)) {
      into.put(name, value.toString());
    }
  }

  /** Leaves the parameters that both maps agree on: they hold for each of a driver's hosts. */
  public static void retainCommon(Map<String, String> some, Map<String, String> others) {
    some.entrySet().removeIf(each -> !each.getValue().equals(others.get(each.getKey())));
  }

  /**
   * Leaves out parameters that count for nothing beside another parameter: a driver has an older
   * and a newer way to ask for TLS.
   */
  public static void leaveOutBeaten(Map<String, String> given, String by, String... beaten) {
    if (given.containsKey(by)) {
      for (String name : beaten) {
        given.remove(name);
      }
    }
  }

  /**
   * Returns the parameters of a driver that cannot be asked: the parameters on which URL and
   * properties agree. It is not known which of the two the driver prefers, nor whether it decodes
   * percent signs.
   *
   * @param from the position of the parameters in the URL
   */
  public static Map<String, String> ofText(String url, int from, Properties info) {
    Map<String, String> said = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> unclear = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : info.stringPropertyNames()) {
      say(name, info.getProperty(name), said, unclear);
    }
    for (int at = from; at < url.length(); ) {
      int to = JdbcTargets.parameters(url, at + 1);
      String text = url.substring(at + 1, to);
      int equals = text.indexOf('=');
      String name = (equals < 0 ? text : text.substring(0, equals)).trim();
      String value = equals < 0 ? "" : text.substring(equals + 1);
      say(UrlQuery.decoded(name), value, said, unclear);
      if (!UrlQuery.decoded(text).equals(text)) {
        unclear.add(UrlQuery.decoded(name));
      }
      at = to;
    }
    said.keySet().removeIf(unclear::contains);
    said.keySet().removeIf(USER::equalsIgnoreCase); // The dialect reads it.
    return inAnyCase(said);
  }

  private static void say(
      String name, String value, Map<String, String> said, Set<String> unclear) {
    String earlier = said.put(name, value);
    if (earlier != null && !earlier.equals(value)) {
      unclear.add(name);
    }
  }
}
