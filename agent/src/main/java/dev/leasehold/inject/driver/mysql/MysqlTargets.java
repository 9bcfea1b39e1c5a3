// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.UrlAcceptance;
import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.lang.reflect.InvocationTargetException;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the readers of Connector/J's parsers. There is a reader for each class of
 * driver.
 */
abstract class MysqlTargets {

  static final int DEFAULT_PORT = 3306;
  static final String LOCALHOST = "localhost";

  /** Stands for a user or password that the driver is not asked with. */
  static final String MASK = "masked";

  private static final String SOCKET_FACTORY = "socketfactory";

  /** The factories that connect to the host that they are given. */
  private static final List<String> STANDARD =
      Arrays.asList(
          "com.mysql.cj.protocol.StandardSocketFactory",
          "com.mysql.cj.core.io.StandardSocketFactory",
          "com.mysql.jdbc.StandardSocketFactory");

  private static final ClassValue<MysqlTargets> OF =
      new ClassValue<MysqlTargets>() {
        @Override
        protected MysqlTargets computeValue(Class<?> type) {
          return find(type);
        }
      };

  private volatile @Nullable Set<String> known;

  /** From 8.0 on {@code com.mysql.jdbc.Driver} still is there, derived from the class in use. */
  private static MysqlTargets find(Class<?> type) {
    try {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        String name = each.getName();
        int jdbc = name.lastIndexOf(".jdbc.");
        if (jdbc >= 0 && name.startsWith(".cj", jdbc - ".cj".length())) {
          return new ConnectionUrlTargets(name.substring(0, jdbc), each.getClassLoader());
        }
      }
      return new Connector5Targets(type);
    } catch (ClassNotFoundException | NoSuchMethodException fork) {
      return new TextTargets();
    }
  }

  static MysqlTargets of(Class<?> driver) {
    return OF.get(driver);
  }

  /** Returns the targets; null when the driver does not take the URL. */
  final @Nullable Targets targets(Driver driver, String url, Properties info) {
    UntransformedUrl asked = new UntransformedUrl(url, info);
    Targets targets = untransformed(driver, asked.url(), asked.info());
    return targets == null ? null : asked.withTransforms(targets);
  }

  private @Nullable Targets untransformed(Driver driver, String url, Properties info) {
    try {
      return read(driver, url, info);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof Error) {
        throw (Error) failed.getCause();
      }
      return UrlAcceptance.ofUnread(driver, url, info);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("Connector/J is not as known: " + changed, changed);
    }
  }

  /** Returns the part of a URL that brings another user or password than the mask; null if none. */
  final @Nullable String remainingLogin(String clean, Properties info) {
    UntransformedUrl asked = new UntransformedUrl(clean, info);
    try {
      return hasOther(asked.url(), asked.info()) ? "the text beside its hosts" : null;
    } catch (InvocationTargetException malformed) {
      return null; // As the driver will find itself: no class of the application's was asked.
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("Connector/J is not as known: " + changed, changed);
    }
  }

  /** Before 8.0 a host brings none. */
  boolean hasOther(String clean, Properties info) throws ReflectiveOperationException {
    return false;
  }

  abstract @Nullable Targets read(Driver driver, String url, Properties info)
      throws ReflectiveOperationException;

  /**
   * Adds a host's properties that may lead elsewhere. A socket factory that the driver does not
   * bring along is given all properties. A property that the driver does not know may be meant for
   * it.
   */
  final void addDetours(Driver driver, Map<?, ?> properties, Map<String, String> all) {
    boolean custom = false;
    Map<String, String> detours = noDetours();
    for (Map.Entry<?, ?> property : properties.entrySet()) {
      String name = String.valueOf(property.getKey());
      String value = String.valueOf(property.getValue());
      String lower = MysqlDetours.effective(name, driver.getClass());
      boolean factory = lower.equals(SOCKET_FACTORY) && !STANDARD.contains(value);
      custom |= factory;
      if (factory || MysqlDetours.isOne(lower, value, driver.getClass())) {
        detours.put(name, value);
      }
    }
    MysqlDetours.leaveOutIdle(properties, detours);
    if (custom) {
      addUnknown(driver, properties, detours);
    }
    all.putAll(detours);
  }

  private void addUnknown(Driver driver, Map<?, ?> properties, Map<String, String> detours) {
    Set<String> ofDriver = known(driver);
    for (Map.Entry<?, ?> property : properties.entrySet()) {
      String name = String.valueOf(property.getKey());
      if (!ofDriver.contains(name.toLowerCase(Locale.ROOT))) {
        detours.put(name, String.valueOf(property.getValue()));
      }
    }
  }

  private Set<String> known(Driver driver) {
    Set<String> names = known;
    if (names == null) {
      names = new HashSet<>(Arrays.asList("host", "port", "dbname", "user", "password"));
      names.addAll(Arrays.asList("num_hosts", "host.1", "port.1", "protocol", "type", "priority"));
      try {
        for (DriverPropertyInfo info :
            driver.getPropertyInfo("jdbc:mysql://localhost/", new Properties())) {
          names.add(info.name.toLowerCase(Locale.ROOT));
        }
      } catch (SQLException unsaid) {
        throw new IllegalStateException("its properties cannot be read: " + unsaid, unsaid);
      }
      known = names;
    }
    return names;
  }

  static Targets complete(
      List<Target> targets, Map<String, String> detours, Map<String, String> parameters) {
    parameters.remove(DriverDialect.USER, MASK);
    DriverParameters.leaveOutBeaten(
        parameters, "sslMode", "useSSL", "requireSSL", "verifyServerCertificate");
    return Targets.of(targets)
        .withDefaultPort(DEFAULT_PORT)
        .withDetours(detours)
        .withParameters(parameters);
  }

  /**
   * Returns the properties that the hosts have in common, with a further host among them. For the
   * first host these are all of its own.
   */
  static Map<String, String> common(
      @Nullable Map<String, String> earlier, Map<String, String> ofHost) {
    if (earlier == null) {
      return ofHost;
    }
    DriverParameters.retainCommon(earlier, ofHost);
    return earlier;
  }

  static @Nullable String named(@Nullable String database) {
    return database == null || database.isEmpty() ? null : database;
  }

  static Map<String, String> noDetours() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }
}
