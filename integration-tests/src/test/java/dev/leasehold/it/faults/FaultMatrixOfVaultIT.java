// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

class FaultMatrixOfVaultIT extends FaultMatrix {

  FaultMatrixOfVaultIT() {
    super("Vault", "Answers of Vault");
  }
}
