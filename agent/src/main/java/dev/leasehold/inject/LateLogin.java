// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A login that a driver goes on with although its connect has ended, as pgjdbc's thread does after
 * {@code loginTimeout}. It has the credential still, and another server may be next.
 */
final class LateLogin implements LoginObserver {

  private final BindingContext bound;
  private final String url;
  private final Targets targets;
  private final @Nullable String user;

  /**
   * Makes the observer.
   *
   * @param targets the targets of the connection
   */
  LateLogin(BindingContext bound, String url, Targets targets, @Nullable String user) {
    this.bound = bound;
    this.url = url;
    this.targets = targets;
    this.user = user;
  }

  @Override
  public boolean isMatched(Target server) {
    return targets.hasServer(server);
  }

  @Override
  public List<Target> matched() {
    return targets.each();
  }

  @Override
  public void reaching(Target server) throws SQLException {
    if (!isMatched(server) && !bound.covers(url, targets, user, server)) {
      throw ConnectFailures.ledElsewhere(bound.binding(), server, targets);
    }
  }

  @Override
  public void answered(Target server, @Nullable Throwable thrown) {
    // Nobody waits for it.
  }

  @Override
  public void failedAtOne(Throwable thrown) {
    // Nobody waits for it.
  }

  @Override
  public LoginObserver afterwards() {
    return this;
  }
}
