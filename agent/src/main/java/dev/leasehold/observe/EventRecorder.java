// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.inject.ConnectListener;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.vault.LoginListener;

/** Shows the events of logins, leases and connections in recordings of the JVM's own recorder. */
public interface EventRecorder extends LeaseListener, RetirementListener, ConnectListener {

  /** Returns a listener that shows logins, and then tells another listener. */
  LoginListener logins(LoginListener next);
}
