// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.target.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Driver;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The parser of pgjdbc or of a fork. {@code Driver.parseURL(String, Properties)} has been public
 * and static since 7.4. {@code getDefaultProperties()} is private; it returns the operating
 * system's user and {@code driverconfig.properties}. Both were found with javap in 42.2.0, 42.2.29,
 * 42.3.10, 42.4.5, 42.5.6, 42.6.2 and 42.7.14. Looked up once for each class of driver.
 */
final class DriverParser {

  private static final ClassValue<DriverParser> OF =
      new ClassValue<DriverParser>() {
        @Override
        protected DriverParser computeValue(Class<?> type) {
          return new DriverParser(type);
        }
      };

  private final Class<?> type;
  private final @Nullable Method parseUrl;
  private final @Nullable Method defaults;
  private volatile @Nullable Integer defaultPort;

  private DriverParser(Class<?> type) {
    this.type = type;
    this.parseUrl = find("parseURL", String.class, Properties.class);
    this.defaults = find("getDefaultProperties");
  }

  private @Nullable Method find(String name, Class<?>... parameters) {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      try {
        return ModuleAccess.open(each.getDeclaredMethod(name, parameters));
      } catch (NoSuchMethodException inSuperclass) {
        // Forks derive their drivers from one another.
      }
    }
    return null;
  }

  static DriverParser of(Class<?> type) {
    return OF.get(type);
  }

  /** Returns whether the driver has such a parser; a fork may have left it out. */
  boolean isThere() {
    return parseUrl != null;
  }

  /**
   * Returns the properties that the driver connects with.
   *
   * @param info the properties beside the URL, without defaults of their own
   * @return null when the driver takes the URL for malformed
   * @throws InvocationTargetException when the parser has failed
   */
  @Nullable Properties parse(Driver driver, String url, Properties info)
      throws InvocationTargetException {
    Properties merged = new Properties(defaultsOf(driver));
    for (String name : info.stringPropertyNames()) {
      merged.setProperty(name, info.getProperty(name));
    }
    return ask(driver, url, merged);
  }

  private @Nullable Properties ask(Driver driver, String url, Properties merged)
      throws InvocationTargetException {
    Method parser = Objects.requireNonNull(parseUrl);
    try {
      Object target = Modifier.isStatic(parser.getModifiers()) ? null : driver;
      return (Properties) parser.invoke(target, url, merged);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof Error) {
        throw (Error) failed.getCause();
      }
      throw failed;
    } catch (IllegalAccessException changed) {
      throw new IllegalStateException(type.getName() + ".parseURL: " + changed, changed);
    }
  }

  private @Nullable Properties defaultsOf(Driver driver) {
    Method known = defaults;
    if (known == null) {
      return null;
    }
    try {
      Object target = Modifier.isStatic(known.getModifiers()) ? null : driver;
      return (Properties) known.invoke(target);
    } catch (ReflectiveOperationException unreadable) {
      throw new IllegalStateException(
          type.getName() + ".getDefaultProperties: " + unreadable, unreadable);
    }
  }

  /** Returns the port that the driver takes where such a URL names none. */
  int defaultPort(Driver driver, String url) throws InvocationTargetException {
    Integer known = defaultPort;
    if (known == null) {
      int colon = url.indexOf(':', "jdbc:".length());
      Properties parsed =
          colon < 0 ? null : ask(driver, url.substring(0, colon) + "://host/x", new Properties());
      String port = parsed == null ? null : parsed.getProperty("PGPORT");
      known = port == null ? Target.NO_PORT : Integer.parseInt(port);
      defaultPort = known;
    }
    return known;
  }
}
