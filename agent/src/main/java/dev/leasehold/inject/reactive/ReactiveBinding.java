// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.CredentialsProvider;
import dev.leasehold.lease.Generation;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A binding as logins without JDBC see it. Nothing here waits. Safe for many threads. */
public interface ReactiveBinding {

  /** Returns the binding's name. */
  String binding();

  /** Returns the start of the binding's sessions. */
  SessionStart start();

  /** Returns the provider of the binding's credentials. */
  CredentialsProvider credentials();

  /** Returns the credentials that come later. */
  AsyncCredentials asyncCredentials();

  /**
   * Returns whether a login may use the credential; null while only a wait would tell.
   *
   * @throws SQLException when it is refused
   */
  @Nullable Boolean admitsNow(String url, Targets targets) throws SQLException;

  /** Completes when {@link #admitsNow} is to be asked again; see {@link AsyncAdmission#turn}. */
  CompletableFuture<Boolean> turn(String url, Targets targets);

  /** Says that a login is refused, and returns the refusal. */
  SQLException refused(Targets targets, SQLException refusal);

  /**
   * Looks at the failure of a login. If the database rejects the credential, or refuses it the
   * role, asks for a newer generation, once for all.
   *
   * @return whether it does
   */
  boolean refused(Generation generation, Target by, DriverDialect dialect, SQLException failure);

  /** Says that a login which was admitted has been let in; before the credentials are told. */
  void letIn(Targets targets);

  /** Says that a login which was admitted has ended, and whether for a rejection. */
  void ended(Targets targets, boolean rejected);
}
