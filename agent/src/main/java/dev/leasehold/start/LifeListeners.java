package dev.leasehold.start;

import dev.leasehold.inject.SelfBindingListener;
import dev.leasehold.lease.LeaseListener;

/** Who is told what becomes of a binding; the same for all of them. */
final class LifeListeners {

  private final LeaseListener leases;
  private final SelfBindingListener servers;
  private final FirstConnection connection;

  LifeListeners(LeaseListener leases, SelfBindingListener servers, FirstConnection connection) {
    this.leases = leases;
    this.servers = servers;
    this.connection = connection;
  }

  LeaseListener leases() {
    return leases;
  }

  SelfBindingListener servers() {
    return servers;
  }

  FirstConnection connection() {
    return connection;
  }
}
