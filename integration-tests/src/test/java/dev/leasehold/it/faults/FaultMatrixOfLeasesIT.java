// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

class FaultMatrixOfLeasesIT extends FaultMatrix {

  FaultMatrixOfLeasesIT() {
    super("Leases", "Network");
  }
}
