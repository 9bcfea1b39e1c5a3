// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

class FaultMatrixOfProcessesIT extends FaultMatrix {

  FaultMatrixOfProcessesIT() {
    super("Application", "Process");
  }
}
