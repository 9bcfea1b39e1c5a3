// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import org.jspecify.annotations.Nullable;

/**
 * {@code MariaDbPoolDataSource} of 2.7, whose pool opens its connections where none can be given a
 * credential of its own: it is refused.
 */
public final class PoolRequest implements ConnectionRequest {

  private final ConnectionRequest request;

  /** Reads the one argument that matters of the connect method. */
  public PoolRequest(DriverDialect dialect, @Nullable Object urlParser) {
    this.request = new UrlParserRequest(dialect, urlParser);
  }

  @Override
  public DriverDialect dialect() {
    return request.dialect();
  }

  @Override
  public String url() {
    return request.url();
  }

  @Override
  public Targets targets() {
    return request.targets();
  }

  @Override
  public @Nullable String user() {
    return request.user();
  }

  @Override
  public ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException {
    throw new NoCredentialException(
        "MariaDbPoolDataSource of MariaDB Connector/J 2 cannot be given a credential that changes,"
            + " and the configured password is not tried. Use MariaDbDataSource under another pool,"
            + " or version 3");
  }

  @Override
  public ConnectRecipe recipe() {
    return request.recipe();
  }
}
