package dev.leasehold.it.deploy;

import dev.leasehold.testbed.sql.Login;

/**
 * A lease on a short-lived role.
 *
 * @param id what Vault knows it by
 * @param login what it gives
 */
record Lease(String id, Login login) {

  /** Returns the role's name, as a literal of SQL. */
  String literal() {
    return "'" + login.user().replace("'", "''") + "'";
  }
}
