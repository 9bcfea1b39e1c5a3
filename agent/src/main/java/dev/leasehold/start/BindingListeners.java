// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.inject.SelfBindingListener;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.Log;
import java.util.function.Consumer;

/** Who is told what becomes of a binding; the same for all of them. */
final class BindingListeners {

  private final LeaseListener leases;
  private final SelfBindingListener servers;
  private final Consumer<String> hints;
  private final FirstConnection connection = new FirstConnection();

  /**
   * Joins them.
   *
   * @param leases told of every lease
   * @param log takes what is said of servers and of failed statements
   */
  BindingListeners(LeaseListener leases, Log log) {
    this.leases = leases;
    this.servers = new SelfBindingLog(log);
    this.hints = log::info;
  }

  LeaseListener leases() {
    return leases;
  }

  SelfBindingListener servers() {
    return servers;
  }

  /** Takes an explanation of a failed statement, as one line. */
  Consumer<String> hints() {
    return hints;
  }

  FirstConnection connection() {
    return connection;
  }
}
