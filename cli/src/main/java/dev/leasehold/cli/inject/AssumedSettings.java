// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a container for validation. They are the settings that the manifest shows. Each
 * other setting has a value that no rule refuses, so that the rules can be asked about the shown
 * settings. For one thread.
 */
final class AssumedSettings {

  private static final String FILE = "/assumed";

  private final Map<String, String> properties;
  private final Map<String, String> environment;

  /**
   * Takes the known settings, and assumes the values of unknown variables.
   *
   * @param bindings the names of the bindings; none where there is but one binding
   */
  AssumedSettings(Map<String, String> properties, GivenVariables given, List<String> bindings) {
    this.properties = new HashMap<>(properties);
    this.environment = new HashMap<>(given.known());
    List<@Nullable String> names = new ArrayList<>(bindings);
    names.add(null);
    for (String variable : given.unknown()) {
      if (!assume(variable, names)) {
        environment.put(variable, "assumed"); // Told of as a name that nothing has.
      }
    }
  }

  private boolean assume(String variable, List<@Nullable String> bindings) {
    for (Setting setting : Setting.values()) {
      for (String binding : bindings) {
        String key = binding == null ? setting.key() : binding + "." + setting.key();
        boolean isAlias = binding == null && variable.equals(setting.alias());
        if (isAlias || variable.equals(PodSettings.environmentName(key))) {
          String value = value(setting, binding);
          if (value != null) {
            properties.put(Setting.PREFIX + key, value);
          }
          return true;
        }
      }
    }
    return false;
  }

  /** Returns a value that no rule refuses; null where no rule refuses the setting's default. */
  private static @Nullable String value(Setting setting, @Nullable String binding) {
    return switch (setting.type()) {
      case FILE, DIRECTORY -> FILE;
      case ADDRESS -> "https://assumed.invalid";
      case CREDENTIALS -> "database/creds/assumed";
      case TEXT -> "assumed";
      case URL_PATTERN -> "jdbc:postgresql://" + (binding == null ? "any" : binding) + ".invalid/a";
      case DURATION -> setting == Setting.MARGIN ? "1ms" : null; // Others have to be over it.
      default -> null;
    };
  }

  /** Leaves the login out, as the method, by which it is validated, is not known. */
  void assumeLogin() {
    properties.keySet().removeIf(name -> name.startsWith(Setting.PREFIX + "auth."));
    environment.keySet().removeIf(name -> name.startsWith("LEASEHOLD_AUTH_"));
    properties.put(Setting.AUTH_METHOD.propertyName(), "token");
    properties.put(Setting.AUTH_TOKEN_FILE.propertyName(), FILE);
  }

  /**
   * Leaves the bindings out, as there may be others than the manifest shows, and a file of them.
   */
  void assumeBindings() {
    List<String> kept = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.scope() != Setting.Scope.BINDING
          && setting != Setting.CONFIG
          && setting != Setting.BINDINGS) {
        kept.add(setting.propertyName());
        kept.add(setting.environmentName());
        kept.add(PodSettings.variable(setting));
      }
    }
    properties.keySet().retainAll(kept);
    environment.keySet().retainAll(kept);
    properties.put(Setting.CREDS.propertyName(), "database/creds/assumed");
    if (!environment.containsKey(Setting.VAULT_ADDR.environmentName())
        && !environment.containsKey(PodSettings.variable(Setting.VAULT_ADDR))) {
      properties.putIfAbsent(Setting.VAULT_ADDR.propertyName(), "https://assumed.invalid");
    }
    assumeLogin();
  }

  /** Returns them. */
  ProcessInputs inputs() {
    return new ProcessInputs(null, properties, environment);
  }
}
