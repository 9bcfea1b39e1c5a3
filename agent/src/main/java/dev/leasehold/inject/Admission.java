package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.retire.ConnectionKind;
import dev.leasehold.retire.Opening;
import java.util.Map;

/**
 * What a login without JDBC goes on with: the credential of one generation, and how its session is
 * to begin. {@link #opened} is to be called once.
 */
public final class Admission {

  private final BoundSupply bound;
  private final Generation generation;
  private final Opening opening;

  Admission(BoundSupply bound, Generation generation, Opening opening) {
    this.bound = bound;
    this.generation = generation;
    this.opening = opening;
  }

  /** Returns the credential to log in with. */
  public Credential credential() {
    return generation.credential();
  }

  /**
   * Returns what a client of PostgreSQL is to send as parameters of the session.
   *
   * @param given what it would send without us; left as it is
   * @param ownName the application name that the client gives where the application has set none
   */
  public Map<String, String> parameters(Map<String, String> given, String ownName) {
    return bound.start().parameters(given, ownName, generation.fingerprint());
  }

  /** Enters a connection in the ledger, where it is known by its identity. */
  public void opened(Object connection, ConnectionKind kind) {
    opening.opened(connection, kind);
  }
}
