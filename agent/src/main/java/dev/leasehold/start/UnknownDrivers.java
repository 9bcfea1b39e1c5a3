// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.UrlDialect;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.url.ShownUrl;
import dev.leasehold.observe.Log;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Says of each driver that is not known, once, that its connections keep the configured password. A
 * driver that wraps a known driver is left out: the other driver is asked when it connects.
 */
final class UnknownDrivers implements ConnectMethod {

  /** A name begins with its colon. */
  private static final int BEFORE_THE_NAME = "jdbc".length();

  private final Log log;

  /** Classes of applications, which may go. */
  private final Set<Class<?>> told =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  UnknownDrivers(Log log) {
    this.log = log;
  }

  @Override
  public @Nullable ConnectionRequest request(
      @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    if (target instanceof Driver && first instanceof String) {
      look((Driver) target, (String) first);
    }
    return null;
  }

  private void look(Driver driver, String url) {
    Class<?> type = driver.getClass();
    if (told.contains(type) || wraps(url) || !accepts(driver, url) || !told.add(type)) {
      return;
    }
    String shown = ShownUrl.of(url);
    log.warn(
        "the driver "
            + type.getName()
            + " is not known, so connections through it, as to "
            + shown
            + ", keep the password that is configured. If a binding is meant for them, name the driver"
            + " in leasehold.drivers together with a known driver of the same kind, as in "
            + type.getName()
            + "=postgresql. Or set leasehold.url to the URLs of the driver");
  }

  /** A wrapper's URL names the driver inside, as {@code jdbc:p6spy:postgresql:} does. */
  private static boolean wraps(String url) {
    for (UrlDialect dialect : UrlDialect.ofKnownDrivers()) {
      String name = dialect.urlBeginning().substring(BEFORE_THE_NAME);
      if (url.indexOf(name, "jdbc:".length()) > 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException | RuntimeException malformed) {
      return false;
    }
  }
}
