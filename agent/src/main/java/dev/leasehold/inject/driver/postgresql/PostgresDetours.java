// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.collection.FixedSet;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of pgjdbc that lead a login to other servers or to other code than the driver's own.
 * The driver makes an object of each class with {@code ObjectFactory.instantiate}. Where the class
 * has a constructor for them, it gets all properties, user and password among them. Read in the
 * sources of 42.2.2 and 42.7.13.
 */
final class PostgresDetours {

  /** Each opens the socket, wraps it, checks its peer, or runs the connect. */
  private static final Set<String> CLASSES =
      FixedSet.of(
          "socketfactory",
          "sslfactory",
          "sslhostnameverifier",
          "sslpasswordcallback",
          "connectexecutor");

  /** Names the JVM's login module that is given user and password for GSS: {@code MakeGSS}. */
  private static final String LOGIN_MODULES = "jaasapplicationname";

  /**
   * Parameters of openGauss's driver, which up to 6.0.0 has the class name of pgjdbc's. The cluster
   * says which servers there are, and the driver logs in to them later, on a thread of its own. To
   * pgjdbc, these parameters are unknown.
   */
  private static final Set<String> TOPOLOGY = FixedSet.of("autobalance", "writedatasourceaddress");

  /** The same of AWS's fork. YugabyteDB's asks at its login point for each server. */
  private static final Set<String> AWS_TOPOLOGY =
      FixedSet.of("clusterinstancehostpattern", "enableclusterawarefailover");

  /** The switches among them: for another parameter {@code false} is the name of a host. */
  private static final Set<String> SWITCHES =
      FixedSet.of("autobalance", "enableclusterawarefailover");

  /** Without it nobody looks for the instances of a cluster. */
  private static final String FAILOVER = "enableClusterAwareFailover";

  /**
   * The servers of the URL, which openGauss's driver balances over, even where PGHOST names others.
   */
  private static final String URL_HOSTS = "pghosturl";

  private static final String URL_PORTS = "pgporturl";

  private static final String OWN_LOGIN_MODULES = "pgjdbc";

  private PostgresDetours() {}

  /**
   * Returns them by name. Any that the driver does not know may be meant for such a class.
   *
   * @param names of all properties, the defaults' among them
   */
  static Map<String, String> of(Properties parsed, Set<String> names, Class<?> driver) {
    Map<String, String> detours = null;
    boolean custom = false;
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean ofClass = CLASSES.contains(lower) && !isOwn(parsed.getProperty(name), driver);
      custom |= ofClass;
      if (ofClass
          || leadsToLoginModules(lower, parsed.getProperty(name))
          || isTopology(lower, name, parsed, driver)
          || isOtherUrl(lower, name, parsed)) {
        detours = detours == null ? new TreeMap<>() : detours;
        detours.put(name, parsed.getProperty(name));
      }
    }
    if (detours == null) {
      return Collections.emptyMap();
    }
    if (custom) {
      addArguments(parsed, names, detours);
    }
    return detours;
  }

  private static boolean isTopology(
      String lowerCaseName, String name, Properties parsed, Class<?> driver) {
    if (isOff(lowerCaseName, parsed.getProperty(name))) {
      return false;
    }
    boolean ofAws =
        AWS_TOPOLOGY.contains(lowerCaseName)
            && !original(driver).getName().startsWith("org.postgresql.");
    return TOPOLOGY.contains(lowerCaseName)
        || (ofAws && Boolean.parseBoolean(parsed.getProperty(FAILOVER, "true"))); // Its default.
  }

  private static boolean isOff(String lowerCaseName, String value) {
    return value.isEmpty() || (SWITCHES.contains(lowerCaseName) && value.equalsIgnoreCase("false"));
  }

  private static boolean isOtherUrl(String lowerCaseName, String name, Properties parsed) {
    return (lowerCaseName.equals(URL_HOSTS)
            && !parsed.getProperty(name).equals(parsed.getProperty("PGHOST")))
        || (lowerCaseName.equals(URL_PORTS)
            && !parsed.getProperty(name).equals(parsed.getProperty("PGPORT")));
  }

  private static boolean leadsToLoginModules(String lowerCaseName, @Nullable String value) {
    return lowerCaseName.equals(LOGIN_MODULES)
        && value != null
        && !value.isEmpty()
        && !OWN_LOGIN_MODULES.equals(value);
  }

  /**
   * The driver's own factories and callbacks are all in one package, which a subclass is not of.
   */
  private static boolean isOwn(@Nullable String className, Class<?> driver) {
    String name = original(driver).getName();
    String own = name.substring(0, name.lastIndexOf('.') + 1) + "ssl.";
    return className == null || className.isEmpty() || className.startsWith(own);
  }

  private static Class<?> original(Class<?> driver) {
    Class<?> above = driver.getSuperclass();
    return above == null || above == Object.class ? driver : original(above);
  }

  private static void addArguments(
      Properties parsed, Set<String> names, Map<String, String> detours) {
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!KnownParameters.isOwn(lower)) {
        detours.put(name, parsed.getProperty(name));
      }
    }
  }
}
