// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectMethods;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.reactive.ReactiveLogin;
import dev.leasehold.inject.reactive.ReactiveLogins;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses every matched connection with one message, when the configuration is broken, because the
 * configured password is never tried.
 */
public final class RefusingHooks implements Hooks, ReactiveLogins {

  private final Map<String, ConnectMethod> connectMethods;
  private final Map<String, ReactiveDriver> reactive;
  private final ConnectionMatcher match;
  private final String message;

  /**
   * Makes the refusal.
   *
   * @param reactive the drivers without JDBC, by the kinds that woven code names
   * @param match the connections that are refused; all of the known drivers' when the broken part
   *     is the matching
   * @param message the fault, its key and the next step; no secret
   */
  public RefusingHooks(
      Map<String, ConnectMethod> connectMethods,
      Map<String, ReactiveDriver> reactive,
      ConnectionMatcher match,
      String message) {
    this.connectMethods = connectMethods;
    this.reactive = reactive;
    this.match = match;
    this.message = message;
  }

  @Override
  public @Nullable ConnectAttempt connecting(
      String connectMethod,
      @Nullable Object target,
      @Nullable Object first,
      @Nullable Object second)
      throws SQLException {
    ConnectionRequest request =
        ConnectMethods.read(connectMethods, connectMethod, target, first, second);
    if (request != null && matches(request.url(), request.targets(), request.user())) {
      throw ConnectFailures.refused(message, null);
    }
    return null;
  }

  private boolean matches(String url, Targets targets, @Nullable String user) throws SQLException {
    try {
      return match.matches(url, targets, user);
    } catch (UncertainTargetException uncertain) {
      throw ConnectFailures.refused(uncertain.getMessage(), uncertain);
    }
  }

  @Override
  public Object @Nullable [] intercept(String kind, Object[] arguments) throws Exception {
    ReactiveDriver driver = reactive.get(kind);
    return driver == null ? null : driver.interceptOrRefused(kind, arguments, this);
  }

  @Override
  public @Nullable ReactiveLogin begin(String url, Targets targets, @Nullable String user)
      throws SQLException {
    if (matches(url, targets, user)) {
      throw ConnectFailures.refused(message, null);
    }
    return null;
  }
}
