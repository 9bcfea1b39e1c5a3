// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Connector/J 5.1: {@code parseURL} and {@code expandHostKeyValues} of {@code
 * NonRegisteringDriver}, both public; how a host is taken from them is {@code
 * ConnectionImpl.coreConnect} of 5.1.49.
 */
final class Connector5Targets extends MysqlTargets {

  private static final String HOST = "HOST";
  private static final String PORT = "PORT";

  private final Method parseUrl;
  private final Method expand;

  Connector5Targets(Class<?> type) throws NoSuchMethodException {
    parseUrl = type.getMethod("parseURL", String.class, Properties.class);
    expand = type.getMethod("expandHostKeyValues", String.class);
  }

  @Override
  @Nullable Targets read(Driver driver, String url, Properties info)
      throws ReflectiveOperationException {
    Properties parsed = (Properties) parseUrl.invoke(driver, url, info);
    if (parsed == null) {
      return null;
    }
    Map<String, String> detours = noDetours();
    List<Target> targets = new ArrayList<>();
    Map<String, String> parameters = null;
    List<Properties> hosts;
    try {
      hosts = hosts(url, parsed);
    } catch (InvocationTargetException malformed) {
      return Targets.unreadable(
          ShownUrl.standIn(url.substring(0, end(url)))); // It may go on to the next host.
    }
    for (Properties each : hosts) {
      Target target = target(each, parsed.getProperty("DBNAME"));
      if (target == null) {
        return Targets.unreadable(ShownUrl.standIn(url.substring(0, end(url))));
      }
      targets.add(target);
      addDetours(driver, flat(each), detours);
      parameters =
          common(parameters, DriverParameters.inOneCaseOf(each, each.stringPropertyNames()));
    }
    return parameters == null ? null : complete(targets, detours, parameters);
  }

  private static int end(String url) {
    int query = url.indexOf('?');
    return query < 0 ? url.length() : query;
  }

  /** Returns the properties of each host, in which the host's own are merged. */
  private List<Properties> hosts(String url, Properties parsed)
      throws ReflectiveOperationException {
    List<Properties> hosts = new ArrayList<>();
    int count = Integer.parseInt(parsed.getProperty("NUM_HOSTS"));
    String lower = url.toLowerCase(Locale.ROOT);
    boolean many =
        count != 1
            || lower.startsWith("jdbc:mysql:loadbalance:")
            || lower.startsWith("jdbc:mysql:replication:");
    for (int i = 1; i <= count; i++) {
      String suffix = many ? "." + i : "";
      String host = parsed.getProperty(HOST + suffix, LOCALHOST);
      Properties merged = new Properties(parsed);
      if (host.regionMatches(true, 0, "address=", 0, "address=".length())) {
        merged.setProperty(HOST, "");
        if (many) {
          merged.setProperty(PORT, "3306");
        }
        merged.putAll((Properties) expand.invoke(null, host));
        merged.putIfAbsent("PROTOCOL", "");
      } else {
        merged.setProperty(HOST, host);
        merged.setProperty(PORT, parsed.getProperty(PORT + suffix, "3306"));
      }
      hosts.add(merged);
    }
    return hosts;
  }

  private static @Nullable Target target(Properties host, @Nullable String database) {
    String protocol = host.getProperty("PROTOCOL");
    if (protocol != null && (protocol.isEmpty() || protocol.equalsIgnoreCase("pipe"))) {
      return null; // A list of keys without a protocol is taken for nothing; a pipe has no host.
    }
    String name = host.getProperty(HOST, LOCALHOST).trim();
    String port = host.getProperty(PORT, "3306");
    if (name.indexOf(':') >= 0) {
      return null; // Split at a colon once more, or not, by where it came from.
    }
    try {
      return Target.of(name.isEmpty() ? LOCALHOST : name, Integer.parseInt(port), named(database));
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  private static Map<?, ?> flat(Properties host) {
    Properties flat = new Properties();
    for (String name : host.stringPropertyNames()) {
      flat.setProperty(name, host.getProperty(name));
    }
    return flat;
  }
}
