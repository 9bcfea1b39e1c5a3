// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;

/**
 * The address of the active server, as a standby said it. It is followed, token included, only over
 * https, and only to host and port of {@code VAULT_ADDR}, or to a host of {@code
 * leasehold.vault.redirect-hosts}.
 */
final class Redirect {

  private final VaultConnection connection;
  private final VaultRequest request;
  private final String location;
  private final String correlationId;

  /** Makes that of an exchange whose answer it was. */
  Redirect(VaultConnection connection, VaultRequest request, HttpExchange answered) {
    this.connection = connection;
    this.request = request;
    this.location = answered.location();
    this.correlationId = answered.correlationId();
  }

  /** Returns the address to ask instead. */
  VaultAddress target() throws LeaseException {
    int path = location.indexOf("/v1/");
    if (path < 0) {
      throw refused("it names no address of Vault's API");
    }
    VaultAddress target;
    try {
      target = VaultAddress.parse(location.substring(0, path));
    } catch (IllegalArgumentException notOne) {
      throw refused("no token is sent to the address that it names");
    }
    if (connection.address().tls() && !target.tls()) {
      throw refused("it leads from https to plain http");
    }
    if (!connection.leadsTo(target.host(), target.port())) {
      throw refused(
          "it leads to "
              + target
              + ", whose host and port differ from VAULT_ADDR's. Add the host to"
              + " leasehold.vault.redirect-hosts if it is one of Vault's servers, or let the standby"
              + " forward requests");
    }
    return target;
  }

  /** Returns the exception for a redirect that is not followed. */
  LeaseException refused(String why) {
    return new LeaseException(
        INVALID,
        "Vault answered 307 for "
            + request.path()
            + " and the redirection was not followed: "
            + why
            + "; set api_addr of each Vault server to its https address (at "
            + connection
            + ")",
        null,
        correlationId);
  }
}
