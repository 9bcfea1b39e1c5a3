// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.inject.url.JdbcTargets;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.target.Targets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Whether a driver takes a URL, as it says itself. Where it fails to say, it may. */
public final class UrlAcceptance {

  private UrlAcceptance() {}

  /**
   * Returns whether a driver may take a URL. Some compare the scheme without regard to case where
   * they connect, and with regard to it here: Oracle's does.
   */
  static boolean mayTake(Driver driver, String url) {
    String lower = withLowerCaseScheme(url);
    return accepts(driver, url) || (!lower.equals(url) && accepts(driver, lower));
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException | RuntimeException malformed) {
      return true; // With the properties it may be none.
    }
  }

  private static String withLowerCaseScheme(String url) {
    int end = url.indexOf(':', url.indexOf(':') + 1) + 1;
    return url.substring(0, end).toLowerCase(Locale.ROOT) + url.substring(end);
  }

  /**
   * Returns the targets of a URL that a driver has failed to read when it was asked. Where it
   * connects it may succeed, since it has other properties then. Detours and parameters are read
   * from the text, as of a driver that cannot be asked.
   *
   * @return null when it does not take the URL
   */
  public static @Nullable Targets ofUnread(Driver driver, String url, Properties info) {
    if (!mayTake(driver, url)) {
      return null;
    }
    Targets text = JdbcTargets.of(url, info, driver.getClass());
    return Targets.unreadable(ShownUrl.numbered(url))
        .withDetours(text.detours())
        .withParameters(text.parameters());
  }
}
