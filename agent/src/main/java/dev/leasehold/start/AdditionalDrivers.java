// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Dialect;
import dev.leasehold.config.Settings;
import dev.leasehold.config.UrlPattern;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.observe.Log;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Drivers that Leasehold does not know of itself: those that the settings name, and the rest. */
final class AdditionalDrivers {

  private static final String[] COMMON = {
    "jdbc:postgresql:", "jdbc:mysql:", "jdbc:mariadb:", "jdbc:sqlserver:", "jdbc:oracle:"
  };

  private AdditionalDrivers() {}

  /**
   * Weaves what the settings name; and, where a binding is for URLs that no driver is known to
   * take, every driver. Where a binding has no URL, drivers that are not known are told of.
   */
  static void weave(Settings settings, Weaving weaving, Log log) {
    for (Map.Entry<String, Dialect> driver : settings.drivers().entrySet()) {
      String dialect = driver.getValue().name().toLowerCase(Locale.ROOT);
      weaving.add(Drivers.fork(driver.getKey(), dialect));
    }
    boolean open = false;
    for (BindingSettings binding : settings.bindings()) {
      open |= binding.url() == null;
      UrlPattern url = binding.url();
      if (url != null && settings.drivers().isEmpty() && isStrange(url.beginning())) {
        weaving.addOtherDrivers(Drivers.OTHER_DRIVERS);
        log.info(
            "binding "
                + binding.name()
                + " is for "
                + url
                + ", whose driver is not known: it is taken as JDBC says (properties user and"
                + " password, SQLState 28 for a refusal), and its connections end at their"
                + " deadline at the latest. If it is a fork of a known one, name it in"
                + " leasehold.drivers");
        return;
      }
    }
    if (open) {
      weaving.watchOtherDrivers(Drivers.STRANGERS);
    }
  }

  /** A pattern such as {@code jdbc:*} is for the drivers that are known. */
  private static boolean isStrange(String beginning) {
    return beginning.indexOf(':', "jdbc:".length()) > 0 && !Drivers.knows(beginning);
  }

  /**
   * Returns whether the settings may ask for this, so that they must be read before the application
   * runs. Cheap: reads no settings.
   */
  static boolean arePossible(@Nullable String argument) {
    if (System.getProperty("leasehold.drivers") != null
        || System.getenv("LEASEHOLD_DRIVERS") != null
        || (argument != null && (argument.contains("drivers=") || mayBeStrange(argument)))) {
      return true;
    }
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("LEASEHOLD_") && mayBeStrange(variable.getValue())) {
        return true;
      }
    }
    for (Map.Entry<Object, Object> property : System.getProperties().entrySet()) {
      if (String.valueOf(property.getKey()).startsWith("leasehold.")
          && mayBeStrange(String.valueOf(property.getValue()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeStrange(String text) {
    int url = text.indexOf("jdbc:");
    while (url >= 0) {
      if (!isCommon(text, url)) {
        return true;
      }
      url = text.indexOf("jdbc:", url + 1);
    }
    return false;
  }

  private static boolean isCommon(String text, int url) {
    for (String beginning : COMMON) {
      if (text.startsWith(beginning, url)) {
        return true;
      }
    }
    return false;
  }
}
