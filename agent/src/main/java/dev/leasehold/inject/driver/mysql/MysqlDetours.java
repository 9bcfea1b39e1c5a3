// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.collection.FixedSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of Connector/J, beside its socket factory, that lead a login to other servers or to
 * other code than the driver's own. Read in the sources of 5.1.49 and 9.7.0.
 */
final class MysqlDetours {

  /**
   * The first kind leads by a proxy, a pipe or the DNS instead of the host's name. The second names
   * a class that gets host, user and password and may change them ({@code
   * ConnectionUrl.buildHostInfo}). The third names a group whose first connection decides on the
   * hosts of all that follow ({@code ConnectionGroup}).
   */
  private static final Set<String> WAYS =
      FixedSet.of(
          "socksproxyhost",
          "namedpipepath",
          "dnssrv",
          "propertiestransform",
          "loadbalanceconnectiongroup",
          "replicationconnectiongroup");

  /**
   * Classes that are handed the password, by {@code setAuthenticationParameters}, among the
   * properties of their {@code init}, or by {@code
   * OpenidConnectAuthenticationCallback.getConnProperty}. The class that picks the host is among
   * them.
   */
  private static final Set<String> CLASSES =
      FixedSet.of(
          "authenticationopenidconnectcallbackhandler",
          "authenticationplugins",
          "clientinfoprovider",
          "connectionpluginfactories",
          "connectionlifecycleinterceptors",
          "exceptioninterceptors",
          "ha.loadbalancestrategy",
          "haloadbalancestrategy",
          "loadbalanceexceptionchecker",
          "loadbalancestrategy",
          "parseinfocachefactory",
          "profilereventhandler",
          "queryinfocachefactory",
          "queryinterceptors",
          "serverconfigcachefactory",
          "statementinterceptors");

  /**
   * The same of AWS's driver: a cluster says which servers there are, and IAM which password. Read
   * in the names of properties of 1.1.15.
   */
  private static final Set<String> AWS =
      FixedSet.of("clusterinstancehostpattern", "enableclusterawarefailover", "useawsiam");

  /** Names the instances of a cluster: the driver's failover and a plugin ask for it. */
  private static final String INSTANCES = "clusterInstanceHostPattern";

  private static final String FAILOVER = "enableClusterAwareFailover";

  private static final String AWS_PACKAGE = "software.aws.rds.jdbc.mysql.";

  private static final String PLUGINS = "connectionpluginfactories";

  /**
   * Ends of the names of AWS's plugins that log in to the URL's host alone, as failover is off: the
   * driver's defaults. The others log in to another instance, or with a password of their own.
   */
  private static final List<String> STAYING =
      Arrays.asList(".FailoverConnectionPluginFactory", ".NodeMonitoringConnectionPluginFactory");

  /** AWS's driver gives the parameters behind it to the connections that watch a server. */
  private static final String MONITORING = "monitoring-";

  private static final String PIPE = "namedpipepath";

  private static final String DEFAULT_PIPE = "\\\\.\\pipe\\mysql";

  /** The switches among them: for another parameter a {@code no} is the name of a host or group. */
  private static final Set<String> SWITCHES =
      FixedSet.of("dnssrv", "enableclusterawarefailover", "useawsiam");

  /** The driver looks for this class in a package of its own, where the name has no package. */
  private static final String CLIENT_INFO = "clientinfoprovider";

  /** The driver's own strategies, by their names. */
  private static final Set<String> STRATEGIES =
      FixedSet.of("random", "sequential", "bestResponseTime", "serverAffinity");

  private MysqlDetours() {}

  /**
   * Returns whether a parameter is a detour.
   *
   * @param lowerCaseName its name
   * @param driver whose own classes lead nowhere else
   */
  static boolean isOne(String lowerCaseName, String value, Class<?> driver) {
    if (WAYS.contains(lowerCaseName) || (AWS.contains(lowerCaseName) && isAwss(driver))) {
      return !isOff(lowerCaseName, value);
    }
    if (lowerCaseName.equals(PLUGINS) && !stay(value)) {
      return true;
    }
    boolean shortName = lowerCaseName.equals(CLIENT_INFO) && value.indexOf('.') < 0;
    return CLASSES.contains(lowerCaseName) && !shortName && !areOwn(value, driver);
  }

  /** Returns the name of the parameter that a connection goes by, in lower case. */
  static String effective(String name, Class<?> driver) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(MONITORING) && isAwss(driver)
        ? lower.substring(MONITORING.length())
        : lower;
  }

  private static boolean isOff(String lowerCaseName, String value) {
    String word = value.toLowerCase(Locale.ROOT);
    return word.isEmpty()
        || (SWITCHES.contains(lowerCaseName) && (word.equals("false") || word.equals("no")))
        || (lowerCaseName.equals(PIPE) && word.equals(DEFAULT_PIPE));
  }

  /**
   * Leaves a detour out that another parameter switches off. Failover alone looks for the instances
   * of a cluster, unless a plugin does.
   */
  static void leaveOutIdle(Map<?, ?> properties, Map<String, String> detours) {
    Object failover = properties.get(FAILOVER);
    if (failover != null
        && isOff(FAILOVER.toLowerCase(Locale.ROOT), failover.toString())
        && !detours.containsKey(PLUGINS)) {
      detours.remove(INSTANCES);
    }
  }

  /** Returns whether it is AWS's driver for MySQL. */
  static boolean isAwss(Class<?> driver) {
    return driver.getName().startsWith(AWS_PACKAGE);
  }

  private static Class<?> original(Class<?> driver) {
    Class<?> above = driver.getSuperclass();
    return above == null || above == Object.class ? driver : original(above);
  }

  private static boolean stay(String plugins) {
    for (String each : plugins.split(",", -1)) {
      String plain = each.trim();
      if (!plain.isEmpty() && STAYING.stream().noneMatch(plain::endsWith)) {
        return false;
      }
    }
    return true;
  }

  private static boolean areOwn(String classes, Class<?> driver) {
    String name = isAwss(driver) ? original(driver).getName() : driver.getName();
    String root = name.substring(0, Math.max(name.lastIndexOf("jdbc."), 0));
    for (String each : classes.split(",", -1)) {
      String plain = each.trim();
      boolean own = plain.isEmpty() || STRATEGIES.contains(plain);
      if (!own && (root.isEmpty() || !plain.startsWith(root))) {
        return false;
      }
    }
    return true;
  }
}
