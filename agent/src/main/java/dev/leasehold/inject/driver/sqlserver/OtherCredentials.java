// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.collection.FixedSet;
import java.sql.Driver;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Properties of mssql-jdbc by which it logs in with another credential than a user and a password.
 * Others show these to another service than the server. An example is {@code authentication}, for
 * Entra ID.
 */
final class OtherCredentials {

  /** In lower case. */
  static final Set<String> NAMES =
      FixedSet.of(
          "accesstoken",
          "accesstokencallback",
          "accesstokencallbackclass",
          "authentication",
          "clientcertificate",
          "clientkey",
          "clientkeypassword",
          "gsscredential",
          "integratedsecurity",
          "trusted_connection");

  private OtherCredentials() {}

  /**
   * Returns the name of such a property that the driver finds in a URL and properties, under any of
   * its synonyms. Null where there is none.
   */
  static @Nullable String in(Driver driver, String url, Properties info) {
    Map<String, String> values = SqlServerTargets.effective(driver, url, info);
    return values == null ? null : in(new TreeMap<>(values));
  }

  /** Returns the name of such a property; null where there is none. */
  static @Nullable String in(Map<String, String> values) {
    for (Map.Entry<String, String> each : values.entrySet()) {
      if (NAMES.contains(each.getKey().toLowerCase(Locale.ROOT))
          && isOther(each.getKey(), each.getValue())) {
        return each.getKey();
      }
    }
    return null;
  }

  /**
   * The driver's own defaults, and the names for a login with user and password, change nothing.
   */
  private static boolean isOther(String name, String value) {
    String lower = value.trim().toLowerCase(Locale.ROOT);
    switch (name.toLowerCase(Locale.ROOT)) {
      case "authentication":
        return !lower.isEmpty() && !lower.equals("notspecified") && !lower.equals("sqlpassword");
      case "integratedsecurity":
      case "trusted_connection":
        return !lower.isEmpty() && !lower.equals("false") && !lower.equals("no");
      default:
        return !lower.isEmpty();
    }
  }
}
