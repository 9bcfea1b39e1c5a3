// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The application's request to a driver for one connection. The application's own objects are only
 * read.
 */
public interface ConnectionRequest {

  /** Returns the dialect of the driver. */
  DriverDialect dialect();

  /** Returns the URL as the application or the driver spells it; it may hold credentials. */
  String url();

  /** Returns the same without them. */
  default String urlWithoutLogin() {
    return dialect().withoutCredentials(url());
  }

  /** Returns the targets that the driver will connect to, each host of several. */
  Targets targets();

  /** Returns the configured user, as the driver would take it; null when there is none. */
  @Nullable String user();

  /**
   * Returns copies of the arguments that hold this credential and no other.
   *
   * @param start the start of the session, as far as arguments can say it
   * @param fingerprint the lease's fingerprint, for the session's name where it gets a name
   * @throws NoCredentialException when the driver cannot be given one this way; the connection is
   *     refused, and the message says the next step
   * @throws SQLException when the driver does not tell its abilities
   */
  ReplacedArguments with(Credential credential, SessionStart start, String fingerprint)
      throws NoCredentialException, SQLException;

  /** Returns the recipe to connect the same way again, later. */
  ConnectRecipe recipe();
}
