// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.sql.Driver;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** {@code Driver.connect(String, Properties)} of a driver whose URLs the dialect knows. */
public final class DriverConnectMethod implements ConnectMethod {

  private final DriverDialect dialect;

  /** Makes the connect method of drivers of this dialect. */
  public DriverConnectMethod(DriverDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public @Nullable ConnectionRequest request(
      @Nullable Object target, @Nullable Object first, @Nullable Object second) {
    if (!(target instanceof Driver) || !(first instanceof String)) {
      return null;
    }
    String url = (String) first;
    return dialect.accepts(url)
        ? DriverRequest.of(dialect, (Driver) target, url, (Properties) second)
        : null;
  }
}
