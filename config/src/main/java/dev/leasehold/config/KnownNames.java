// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every name that a setting can have, given the bindings. */
final class KnownNames {

  private static final String SECRET =
      "no secret is taken from a setting, because a user who may list processes or pods sees"
          + " settings. Put it in a file, and name the file in ";
  static final String SKIP_VERIFY =
      "certificates are always verified; remove it and name Vault's CA in leasehold.vault.cacert"
          + " (VAULT_CACERT)";

  private final Map<String, String> propertyByEnvironmentName = new LinkedHashMap<>();

  KnownNames(List<String> bindings) {
    for (Setting setting : Setting.values()) {
      add(setting.propertyName());
    }
    for (String binding : bindings) {
      for (Setting setting : Setting.values()) {
        if (setting.scope() != Setting.Scope.PROCESS) {
          add(setting.propertyName(binding));
        }
      }
    }
  }

  private void add(String propertyName) {
    propertyByEnvironmentName.put(Setting.environmentName(propertyName), propertyName);
  }

  /** Returns the property name of a given setting; null when no setting has that name. */
  @Nullable String propertyName(RawSetting given) {
    String property = propertyByEnvironmentName.get(Setting.environmentName(given.name));
    boolean exact = given.source == SettingSource.ENVIRONMENT || given.name.equals(property);
    return exact ? property : null;
  }

  /** Returns the problem with a name that no setting has, and the fix. */
  String advice(RawSetting given) {
    String refused = refused(Setting.environmentName(given.name));
    if (refused != null) {
      return refused;
    }
    if (given.source == SettingSource.FILE && !given.name.startsWith(Setting.PREFIX)) {
      return "the names of settings begin with leasehold. here; write it or remove the line";
    }
    String binding = undeclaredBinding(given);
    if (binding != null) {
      return "no binding is called " + binding + "; add it to leasehold.bindings";
    }
    return "unknown setting; " + nearest(given);
  }

  private String nearest(RawSetting given) {
    boolean environment = given.source == SettingSource.ENVIRONMENT;
    String nearest =
        EditDistance.nearest(
            given.name,
            environment ? propertyByEnvironmentName.keySet() : propertyByEnvironmentName.values());
    if (nearest == null) {
      return "docs/settings.md lists all settings";
    }
    boolean bare = given.source == SettingSource.AGENT_ARGUMENT;
    return "did you mean " + (bare ? nearest.substring(Setting.PREFIX.length()) : nearest) + "?";
  }

  private static @Nullable String undeclaredBinding(RawSetting given) {
    if (given.source == SettingSource.ENVIRONMENT || !given.name.startsWith(Setting.PREFIX)) {
      return null;
    }
    String key = given.name.substring(Setting.PREFIX.length());
    int dot = key.indexOf('.');
    if (dot < 1 || BindingNames.isReserved(key.substring(0, dot))) {
      return null;
    }
    for (Setting setting : Setting.values()) {
      if (setting.scope() != Setting.Scope.PROCESS
          && key.substring(dot + 1).equals(setting.key())) {
        return key.substring(0, dot);
      }
    }
    return null;
  }

  private static @Nullable String refused(String environmentName) {
    switch (environmentName) {
      case "LEASEHOLD_AUTH_SECRET_ID":
      case "LEASEHOLD_SECRET_ID":
        return SECRET + "leasehold.auth.secret-id-file";
      case "LEASEHOLD_AUTH_TOKEN":
      case "LEASEHOLD_AUTH_JWT":
      case "LEASEHOLD_VAULT_TOKEN":
      case "LEASEHOLD_TOKEN":
        return SECRET + "leasehold.auth.token-file";
      case "LEASEHOLD_PASSWORD":
      case "LEASEHOLD_AUTH_PASSWORD":
        return "the password comes from Vault, for each lease anew; remove it";
      case "LEASEHOLD_VAULT_SKIP_VERIFY":
        return SKIP_VERIFY;
      default:
        return null;
    }
  }
}
