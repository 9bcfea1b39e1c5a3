// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.util.List;

/** A probe of one database, which the application has reached. */
@FunctionalInterface
interface Databases extends CredentialProbe {

  Target ONE = Target.of("db", 5432, "orders");

  /** Logs in, or throws as a driver does. */
  Verdict tryOut(Credential credential) throws SQLException;

  @Override
  default List<Target> targets() {
    return List.of(ONE);
  }

  @Override
  default Verdict tryOut(Credential credential, Target target) throws SQLException {
    return tryOut(credential);
  }
}
