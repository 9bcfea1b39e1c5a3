// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * URL and properties of a {@code SQLServerDataSource} as they were at one moment: its setters may
 * be called at any time. It passes them to the driver as {@code getConnectionInternal} of 12.10.2
 * does: the properties that were set beat the URL's.
 */
final class DataSourceProperties {

  private static final String NO_HOST = "jdbc:sqlserver://";

  private final String url;
  private final Properties set = new Properties();
  private final Class<?> driver;

  DataSourceProperties(Object dataSource) {
    String given = (String) field(dataSource, "dataSourceURL");
    Properties live = (Properties) field(dataSource, "connectionProps");
    this.url = given == null ? NO_HOST : given;
    if (live != null) {
      set.putAll(live);
    }
    try {
      this.driver =
          Class.forName(
              "com.microsoft.sqlserver.jdbc.SQLServerDriver",
              true,
              dataSource.getClass().getClassLoader());
    } catch (ClassNotFoundException changed) {
      throw new IllegalStateException("mssql-jdbc is not as known: " + changed, changed);
    }
  }

  private static @Nullable Object field(Object dataSource, String name) {
    try {
      return MemberAccess.get(dataSource, name);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("mssql-jdbc is not as known: " + changed, changed);
    }
  }

  String url() {
    return url;
  }

  /** Returns the driver's class, which the application's loader holds. */
  Class<?> driver() {
    return driver;
  }

  static Driver make(Class<?> driver) {
    try {
      return (Driver) driver.getConstructor().newInstance();
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("mssql-jdbc is not as known: " + changed, changed);
    }
  }

  Targets targets() {
    Targets targets = SqlServerTargets.of(make(driver), url, texts(Collections.emptySet()));
    return targets == null ? Targets.unreadable("no host") : targets;
  }

  /**
   * Returns a copy of the properties that are texts, as all are that lead somewhere.
   *
   * @param without names in lower case
   */
  Properties texts(Set<String> without) {
    Properties texts = new Properties();
    for (String name : set.stringPropertyNames()) {
      if (!without.contains(name.toLowerCase(Locale.ROOT))) {
        texts.setProperty(name, set.getProperty(name));
      }
    }
    return texts;
  }

  /**
   * Returns the name of a property with which the driver does not log in with the given user and
   * password, but with another credential. Null when there is none.
   */
  @Nullable String otherCredential() {
    Map<String, String> given = new TreeMap<>();
    for (Map.Entry<Object, Object> each : set.entrySet()) {
      given.put(each.getKey().toString(), each.getValue().toString());
    }
    String name = OtherCredentials.in(given);
    return name == null ? OtherCredentials.in(make(driver), url, new Properties()) : name;
  }
}
