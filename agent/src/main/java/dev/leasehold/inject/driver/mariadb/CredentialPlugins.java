// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.lease.NoCredentialException;
import org.jspecify.annotations.Nullable;

/**
 * A credential plugin of MariaDB Connector/J replaces user and password after the driver has read
 * its URL. Before 3.4 no public method of the driver takes the plugin out of a copy.
 */
final class CredentialPlugins {

  private CredentialPlugins() {}

  /** Refuses a connection that has a plugin, which would log in with a credential of its own. */
  static void refuse(@Nullable Object plugin) throws NoCredentialException {
    if (plugin != null) {
      throw new NoCredentialException(
          "parameter credentialType makes this version of MariaDB Connector/J log in with a"
              + " credential of its own, which is not tried. Take credentialType out of the URL and"
              + " the properties, or use version 3.4 or later");
    }
  }
}
