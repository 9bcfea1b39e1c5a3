// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

/** What happens to Vault and to the network. */
class FaultsOfServersIT extends FaultMatrix {

  FaultsOfServersIT() {
    super(Faults.VAULT, Faults.ANSWERS, Faults.NETWORK);
  }
}
