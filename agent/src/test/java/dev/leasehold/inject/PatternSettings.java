// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one binding, of which {@code leasehold.url} alone matters. */
final class PatternSettings {

  private PatternSettings() {}

  static Settings of(String pattern) throws ConfigException {
    return of(pattern, null);
  }

  /**
   * Returns the settings.
   *
   * @param user of {@code leasehold.user}; null where it is not set
   */
  static Settings of(String pattern, @Nullable String user) throws ConfigException {
    Map<String, String> settings = new HashMap<>();
    settings.put("leasehold.url", pattern);
    settings.put("leasehold.creds", "database/creds/orders");
    settings.put("leasehold.vault.addr", "http://127.0.0.1:1");
    settings.put("leasehold.auth.role", "orders");
    if (user != null) {
      settings.put("leasehold.user", user);
    }
    return Settings.read(new ProcessInputs(null, settings, Map.of()));
  }

  /** Makes a deployment whose one binding is for connections that match a pattern. */
  static Deployment deployment(String pattern) throws ConfigException {
    Settings settings = of(pattern);
    return new Deployment(
        Roles.ofNobody(),
        Deployment.LONG,
        (url, targets, user) -> settings.binding(url, targets, user) != null);
  }

  /** Returns whether a connection is that of the binding which this pattern is for. */
  static boolean isBindings(String pattern, ConnectionRequest request) throws Exception {
    return isBindings(pattern, null, request);
  }

  static boolean isBindings(String pattern, @Nullable String user, ConnectionRequest request)
      throws Exception {
    return of(pattern, user).binding(request.url(), request.targets(), request.user()) != null;
  }
}
