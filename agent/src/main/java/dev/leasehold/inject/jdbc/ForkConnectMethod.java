// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.sql.Driver;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code Driver.connect(String, Properties)} of a driver that shares a dialect but for its URLs: it
 * is asked itself whether it takes a URL. {@code acceptsURL} does not see the properties, which may
 * make up for a fault of a URL. So it has the last word only where it says no.
 */
public final class ForkConnectMethod implements ConnectMethod {

  private final DriverDialect dialect;

  /** Makes the connect method of drivers that share this dialect. */
  public ForkConnectMethod(DriverDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public @Nullable ConnectionRequest request(
      @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    if (!(target instanceof Driver) || !(first instanceof String)) {
      return null;
    }
    Driver driver = (Driver) target;
    String url = (String) first;
    return dialect.asksParserOf(driver) || UrlAcceptance.mayTake(driver, url)
        ? DriverRequest.of(dialect, driver, url, (Properties) second)
        : null;
  }
}
