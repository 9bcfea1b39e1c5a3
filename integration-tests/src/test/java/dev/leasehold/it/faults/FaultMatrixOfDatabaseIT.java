// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

class FaultMatrixOfDatabaseIT extends FaultMatrix {

  FaultMatrixOfDatabaseIT() {
    super("PostgreSQL", "Roles");
  }
}
