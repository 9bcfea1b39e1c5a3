// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.target.Targets;
import java.sql.SQLException;

/** Decides whether a connection may use a binding's credential, which may take a wait. */
public interface BlockingAdmission {

  /**
   * Returns whether it may, once that is known.
   *
   * @param url the JDBC URL as the application gave it; may hold credentials, so never to be logged
   * @throws SQLException when it is refused
   */
  boolean admits(String url, Targets targets) throws SQLException, InterruptedException;

  /** Says that a connection which was admitted has ended without a verdict of its database. */
  void ended(Targets targets);
}
