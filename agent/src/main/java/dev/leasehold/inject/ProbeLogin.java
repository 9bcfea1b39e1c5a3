// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a connection of Leasehold's own may log in to. A driver may know others, such as
 * a mirroring partner or the server of a routed login. They were not matched, so a credential that
 * is being tried does not go there.
 */
final class ProbeLogin implements LoginObserver {

  private final Targets matched;
  private final Target target;
  private final Predicate<Target> covered;
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /**
   * Makes the observer.
   *
   * @param matched the targets of the application's connection
   * @param target the target that is tried; it may be a server that a login was routed to
   * @param covered whether the binding is for another server, too, where the driver is sent on to
   */
  ProbeLogin(Targets matched, Target target, Predicate<Target> covered) {
    this.matched = matched;
    this.target = target;
    this.covered = covered;
  }

  @Override
  public boolean isMatched(Target server) {
    return target.isAt(server) || matched.hasServer(server);
  }

  @Override
  public List<Target> matched() {
    return matched.each();
  }

  @Override
  public void reaching(Target server) throws SQLException {
    if (!isMatched(server) && !covered.test(server)) {
      throw ConnectFailures.refused(
          "a credential is tried on "
              + target
              + ", but the driver is about to log in to "
              + server
              + ", where the application's connection was not matched. The credential is not sent"
              + " there",
          null);
    }
  }

  /** The probe looks at the end of the connect. */
  @Override
  public void answered(Target server, @Nullable Throwable thrown) {
    // Nothing to note: the driver's last exception is the verdict.
  }

  /** Another server may be the last, and the driver ends with the answer of that server. */
  @Override
  public void failedAtOne(Throwable thrown) {
    failures.add(thrown);
  }

  /** Forgets the answers of servers before the server that accepted the credential. */
  void accepted() {
    failures.clear();
  }

  /** Returns the answers of all servers that count as one target. */
  List<Throwable> failures() {
    return failures;
  }

  /** A thread of the driver's may go on when the trial has taken too long. */
  @Override
  public LoginObserver afterwards() {
    return this;
  }
}
