package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a real role for each lease and drops it, sessions and all, as the recommended SQL does. */
final class RoleSource implements LeaseSource {

  private final PostgresServer server;
  private final Duration duration;
  private final AtomicInteger fetched = new AtomicInteger();
  private volatile boolean down;

  RoleSource(PostgresServer server, Duration duration) {
    this.server = server;
    this.duration = duration;
  }

  int fetched() {
    return fetched.get();
  }

  void goDown() {
    down = true;
  }

  @Override
  public Lease fetch() throws LeaseException {
    if (down) {
      throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "the test took the source down");
    }
    String role = "v-test-" + fetched.incrementAndGet() + "-" + UUID.randomUUID();
    String password = UUID.randomUUID().toString();
    server.query("CREATE ROLE \"" + role + "\" LOGIN PASSWORD '" + password + "' IN ROLE app_rw");
    Credential credential = new Credential(role, Secret.of(password));
    return new Lease(role, credential, LeaseClock.system().now(), duration, false, true);
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    throw new LeaseException(LeaseException.Kind.INVALID, "not renewable");
  }

  @Override
  public void revoke(Lease lease) {
    String role = lease.credential().username();
    server.terminateSessions(role);
    server.query("DROP ROLE IF EXISTS \"" + role + "\"");
  }

  @Override
  public void close() {
    // Holds nothing for itself.
  }
}
