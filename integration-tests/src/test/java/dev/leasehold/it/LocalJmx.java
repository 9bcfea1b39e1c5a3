// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import com.sun.tools.attach.VirtualMachine;

/** JMX of a process that did not use it before: a tool attaches. */
final class LocalJmx {

  private LocalJmx() {}

  /** Returns the address at which the process listens for JMX from now on. */
  static String start(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return machine.startLocalManagementAgent();
    } finally {
      machine.detach();
    }
  }
}
