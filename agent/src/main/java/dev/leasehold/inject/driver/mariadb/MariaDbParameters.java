// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.url.DriverParameters;
import dev.leasehold.inject.url.UrlQuery;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of MariaDB Connector/J's own options, however the URL is written. */
final class MariaDbParameters {

  private static final Class<?>[] NOTHING = {};

  private MariaDbParameters() {}

  /**
   * Returns the options of a {@code Configuration} of 3.0 and later that are not at their defaults:
   * its own spelling of the URL has their names. The values are asked for, as one of them may hold
   * a text that looks like another parameter.
   */
  static Map<String, String> ofConfiguration(Object configuration) {
    Map<String, Object> options = new HashMap<>();
    Object spelled = DriverReflection.field(configuration, "initialUrl");
    Set<String> names =
        UrlQuery.names(spelled == null ? configuration.toString() : (String) spelled);
    for (String name : names) {
      put(options, name, DriverReflection.field(configuration, name));
    }
    putOthers(options, DriverReflection.call(configuration, MariaDbTargets.NOT_OF_DRIVER, NOTHING));
    return DriverParameters.inAnyCase(options);
  }

  /** Returns all of the {@code Options} of 2.7, defaults among them: public fields. */
  static Map<String, String> ofOptions(Object options) {
    Map<String, Object> values = new HashMap<>();
    try {
      for (Field field : options.getClass().getFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          put(values, field.getName(), field.get(options));
        }
      }
    } catch (IllegalAccessException changed) {
      throw new IllegalStateException(options.getClass().getName() + ": " + changed, changed);
    }
    putOthers(values, values.remove(MariaDbTargets.NOT_OF_DRIVER));
    return DriverParameters.inAnyCase(values);
  }

  /** Parameters that the driver does not know. */
  private static void putOthers(Map<String, Object> options, @Nullable Object others) {
    if (others instanceof Properties) {
      for (String name : ((Properties) others).stringPropertyNames()) {
        options.putIfAbsent(name, ((Properties) others).getProperty(name));
      }
    }
  }

  /** An enumeration of the driver's has the words of URLs as its values. */
  private static void put(Map<String, Object> options, String name, @Nullable Object value) {
    if (value != null) {
      boolean word = value instanceof Enum && DriverReflection.has(value, "getValue");
      options.put(name, word ? DriverReflection.get(value, "getValue") : value);
    }
  }
}
