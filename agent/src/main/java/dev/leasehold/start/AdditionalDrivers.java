// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.config.UrlDialect;
import dev.leasehold.config.UrlPattern;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.observe.Log;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Drivers that Leasehold does not know of itself: the drivers that the settings name, and the rest.
 */
final class AdditionalDrivers {

  private AdditionalDrivers() {}

  /**
   * Weaves the drivers that the settings name. Where a binding is for URLs that no known driver
   * takes, it weaves every driver, named in the settings or not. Another binding's driver may be
   * meant, or the name may be misspelt. Where a binding leaves the driver open, drivers and
   * reactive clients that are not known are told of.
   */
  static void weave(Settings settings, WeavingTransformer weaving, Log log) {
    named(settings).forEach((driver, dialect) -> weaving.add(Drivers.fork(driver, dialect)));
    BindingSettings strange = null;
    boolean open = false;
    for (BindingSettings binding : settings.bindings()) {
      UrlPattern url = binding.url();
      open |= url == null || isOpen(url.beginning());
      if (strange == null && url != null && isStrange(url.beginning())) {
        strange = binding;
      }
    }
    if (strange != null) {
      weaving.addOtherDrivers(Drivers.OTHER_DRIVERS);
      log.info(described(strange, settings.drivers().keySet()));
    } else if (open) {
      weaving.watchOtherDrivers(Drivers.UNKNOWN_DRIVERS);
    }
    if (open) {
      weaving.watchReactiveClients(Drivers.UNKNOWN_REACTIVE_CLIENTS);
    }
  }

  /** Returns the drivers that the settings name, with their dialects. */
  static Map<String, String> named(Settings settings) {
    Map<String, String> named = new LinkedHashMap<>();
    for (Map.Entry<String, UrlDialect> driver : settings.drivers().entrySet()) {
      named.put(driver.getKey(), driver.getValue().name());
    }
    return named;
  }

  private static String described(BindingSettings binding, Set<String> named) {
    return "binding "
        + binding.name()
        + " is for "
        + binding.url()
        + ", whose driver is not known. "
        + (named.isEmpty()
            ? "It"
            : "Unless leasehold.drivers names it (" + String.join(", ", named) + "), it")
        + " is taken as JDBC says (properties user and password, SQLState 28 for a refusal)."
        + " Its connections end at their deadline at the latest. If the driver is a fork of a known"
        + " driver, name it in leasehold.drivers";
  }

  private static boolean isStrange(String beginning) {
    return !isOpen(beginning) && !Drivers.knows(beginning);
  }

  /** A pattern such as {@code *} or {@code jdbc:*} is for the drivers that are known. */
  private static boolean isOpen(String beginning) {
    return beginning.indexOf(':', "jdbc:".length()) < 0;
  }
}
