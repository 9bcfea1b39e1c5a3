// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.RefusingHooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.LoginPoint;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Refuses connections because of the start. It is not known which connections are ours, so all that
 * a known driver takes are refused. Where not even that can be told, because the agent lacks a
 * class or memory, each call of a known driver is refused. The words are the same.
 */
final class StartRefusal implements Hooks {

  private final String message;
  private final AtomicReference<@Nullable RefusingHooks> ofKnownDrivers = new AtomicReference<>();

  /**
   * Makes the refusal.
   *
   * @param message the fault and the next step; no secret
   */
  StartRefusal(String message) {
    this.message = message;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws SQLException {
    try {
      return ofKnownDrivers().connecting(connectMethod, target, first, second);
    } catch (RuntimeException | Error broken) {
      throw refused(broken);
    }
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    try {
      return ofKnownDrivers().intercept(kind, arguments);
    } catch (RuntimeException | Error broken) {
      throw refused(broken);
    }
  }

  /** A driver that cannot be woven as known connects without asking, and logs in nevertheless. */
  @Override
  public void reaching(String loginPoint, Object server) throws Exception {
    SQLException refusal = refused(null);
    LoginPoint known = Drivers.loginPoints().get(loginPoint);
    throw known == null ? refusal : known.asRefusal(server, refusal);
  }

  /** Always the same, as a driver without JDBC keeps the parts of a login in between. */
  private RefusingHooks ofKnownDrivers() {
    RefusingHooks made = ofKnownDrivers.get();
    if (made != null) {
      return made;
    }
    RefusingHooks mine =
        new RefusingHooks(
            Drivers.connectMethods(), Drivers.reactive(), (url, targets, user) -> true, message);
    return ofKnownDrivers.compareAndSet(null, mine) ? mine : ofKnownDrivers();
  }

  private SQLException refused(@Nullable Throwable broken) {
    return new SQLInvalidAuthorizationSpecException("Leasehold: " + message, "28000", broken);
  }
}
