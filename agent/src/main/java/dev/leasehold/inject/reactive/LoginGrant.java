// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Generation;
import dev.leasehold.retire.ConnectionKind;
import dev.leasehold.retire.PendingConnection;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The permission of a login without JDBC to continue: the credential of one generation, and the
 * start of its session. One of {@link #opened}, {@link #accepted}, {@link #failed} and {@link
 * #unused} is to be called, once.
 */
public final class LoginGrant {

  private final ReactiveBinding bound;
  private final Generation generation;
  private final Targets targets;
  private final Target target;
  private final PendingConnection opening;

  LoginGrant(
      ReactiveBinding bound, Generation generation, Targets targets, PendingConnection opening) {
    this.bound = bound;
    this.generation = generation;
    this.targets = targets;
    this.target = targets.whole();
    this.opening = opening;
  }

  /** Returns the credential to log in with. */
  public Credential credential() {
    return generation.credential();
  }

  /** Returns whether both are of the same generation. */
  public boolean isSameCredential(LoginGrant other) {
    return generation == other.generation;
  }

  /**
   * Returns the parameters of the session that a client of PostgreSQL is to send.
   *
   * @param given the parameters that it would send without us; left as they are
   * @param ownName the application name that the client gives where the application has set none
   */
  public Map<String, String> parameters(Map<String, String> given, String ownName) {
    return bound.start().parameters(given, ownName, generation.fingerprint());
  }

  /** Enters a connection in the ledger, where it is known by its identity. */
  public void opened(Object connection, ConnectionKind kind) {
    boolean entered = false;
    try {
      opening.opened(connection, kind, target);
      entered = true;
    } finally {
      if (!entered) {
        bound.ended(targets, false);
      }
    }
  }

  /** The same for a connection whose login has succeeded. */
  public void accepted(Object connection, ConnectionKind kind) {
    opened(connection, kind);
    bound.letIn(targets);
    bound.credentials().accepted(generation, target);
  }

  /**
   * Says that no connection came of it.
   *
   * @param failure the database's own; null when it is another's
   * @return whether the database has refused the credential, so that a newer credential is on its
   *     way
   */
  public boolean failed(DriverDialect dialect, @Nullable SQLException failure) {
    opening.failed();
    boolean rejected = failure != null && bound.refused(generation, target, dialect, failure);
    bound.ended(targets, rejected);
    return rejected;
  }

  /** Says that nobody logs in with it. */
  public void unused() {
    opening.failed();
    bound.ended(targets, false);
  }
}
