// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

/** What happens to the application and its process. */
class FaultsOfProcessesIT extends FaultMatrix {

  FaultsOfProcessesIT() {
    super(Faults.APPLICATION, Faults.PROCESS);
  }
}
