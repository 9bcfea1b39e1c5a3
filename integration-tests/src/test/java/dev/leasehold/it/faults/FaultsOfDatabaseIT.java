// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

/** What happens to leases, roles and PostgreSQL. */
class FaultsOfDatabaseIT extends FaultMatrix {

  FaultsOfDatabaseIT() {
    super(Faults.LEASES, Faults.POSTGRESQL, Faults.ROLES);
  }
}
