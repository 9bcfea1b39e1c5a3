// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.sql.Login;

/**
 * A lease on a short-lived role.
 *
 * @param id Vault's name for it
 * @param login the login that it gives
 */
record Lease(String id, Login login) {

  /** Reads Vault's answer. */
  static Lease of(JsonNode answer) {
    JsonNode login = answer.path("data");
    return new Lease(
        answer.path("lease_id").asText(),
        new Login(login.path("username").asText(), login.path("password").asText()));
  }

  /** Returns the role's name, as a literal of SQL. */
  String literal() {
    return "'" + login.user().replace("'", "''") + "'";
  }
}
