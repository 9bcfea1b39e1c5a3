// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseException;
import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Reaches Vault without a request: makes the client ready, and tries a connection. Safe for use by
 * many threads.
 */
public final class VaultConnectivity {

  private final VaultHttp http;

  VaultConnectivity(VaultHttp http) {
    this.http = http;
  }

  /**
   * Makes everything ready for a first request that needs no network: authorities, TLS, the classes
   * of the client. Takes some hundred milliseconds, for a background thread.
   *
   * @throws LeaseException when a file of the settings cannot be used; the first request would fail
   *     with the same
   */
  public void warm() throws LeaseException {
    http.warm();
  }

  /**
   * Opens a connection and closes it again, within the time of a request. Sends no request.
   *
   * @return the failure that kept it from being opened; null where it was opened
   */
  public @Nullable Throwable obstacle() {
    try {
      http.connect();
      return null;
    } catch (IOException | HttpException | LeaseException | RuntimeException | Error obstacle) {
      return obstacle;
    }
  }
}
