// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.sql.Driver;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The requests that were last read of the drivers of one class, where their arguments alone say
 * where they lead. A pool asks for the same again and again, and to ask the driver's parser takes
 * longer than all else of a connect. Safe for many threads; kept with the class, and gone with it.
 */
final class RecentRequests {

  /** More data sources than an application has by one driver. */
  private static final int MOST = 8;

  private static final ClassValue<RecentRequests> OF =
      new ClassValue<RecentRequests>() {
        @Override
        protected RecentRequests computeValue(Class<?> type) {
          return new RecentRequests();
        }
      };

  /** The newest first; never changed, but replaced. */
  private volatile DriverRequest[] requests = {};

  static RecentRequests of(Class<? extends Driver> driver) {
    return OF.get(driver);
  }

  /** Returns the request that was made of the same arguments before; null where none is known. */
  @Nullable DriverRequest find(
      DriverDialect dialect, Driver driver, String url, @Nullable Properties info) {
    for (DriverRequest each : requests) {
      if (each.isOf(dialect, driver, url, info)) {
        return each;
      }
    }
    return null;
  }

  /** Keeps a request; of two threads that do so at the same time, one thread may be heard. */
  void add(DriverRequest request) {
    DriverRequest[] before = requests;
    DriverRequest[] after = Arrays.copyOf(before, Math.min(before.length + 1, MOST));
    System.arraycopy(before, 0, after, 1, after.length - 1);
    after[0] = request;
    requests = after;
  }
}
