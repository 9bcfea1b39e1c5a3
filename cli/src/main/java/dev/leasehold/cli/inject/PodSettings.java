// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.Setting;
import dev.leasehold.config.Settings;
import dev.leasehold.config.SettingsSources;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was said about a pod: its annotations, and for what they do not say the options. */
final class PodSettings {

  private final Map<String, String> words = new TreeMap<>();

  PodSettings(Map<String, String> annotations, Map<String, String> options) {
    words.putAll(options);
    words.putAll(annotations);
  }

  /** Returns the value of one of {@link Words}, or null. */
  @Nullable String word(String name) {
    String value = words.get(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** Returns whether credentials are named for the pod as a whole. */
  boolean namesCredentials() {
    return word(Setting.CREDS.key()) != null
        || word(Setting.BINDINGS.key()) != null
        || word(Setting.CONFIG.key()) != null;
  }

  /** Returns whether the environment names credentials. */
  static boolean namesCredentials(Map<String, String> environment) {
    return environment.containsKey(Setting.CREDS.environmentName())
        || environment.containsKey(Setting.BINDINGS.environmentName())
        || environment.containsKey(Setting.CONFIG.environmentName());
  }

  /**
   * Returns the variables to add to a container: each setting that its environment does not have.
   *
   * @param environment the container's own environment; what is not known is empty
   */
  Map<String, String> variables(Map<String, String> environment) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      String value = word(setting.key());
      if (value != null && !isGiven(setting, environment)) {
        variables.put(variable(setting), value);
      }
    }
    words.forEach(
        (word, value) -> {
          String variable = environmentName(word);
          if (isOfBinding(word) && !value.isBlank() && !environment.containsKey(variable)) {
            variables.put(variable, value);
          }
        });
    return variables;
  }

  /** Returns the setting's value for the container, from its environment first; or null. */
  @Nullable String value(Setting setting, Map<String, String> environment) {
    String own = environment.get(setting.environmentName());
    String alias = setting.alias();
    String ofVault = alias == null ? null : environment.get(alias);
    return own != null ? own : ofVault != null ? ofVault : word(setting.key());
  }

  /**
   * Holds the settings to the agent's own rules.
   *
   * @throws InjectionException naming every problem
   */
  void validate(Map<String, String> environment) throws InjectionException {
    if (value(Setting.CONFIG, environment) != null || environment.containsValue("")) {
      return; // A file of the image, or a value from elsewhere: not to be seen here.
    }
    Map<String, String> properties = new HashMap<>();
    words.forEach(
        (word, value) -> {
          if (!Words.OWN.contains(word) && !environment.containsKey(environmentName(word))) {
            properties.put("leasehold." + word, value);
          }
        });
    try {
      Settings.read(new SettingsSources(null, properties, environment));
    } catch (ConfigException e) {
      throw new InjectionException(String.join("; ", e.problems()));
    }
  }

  /** Returns the variable that a setting is written as: Vault's own where there is one. */
  static String variable(Setting setting) {
    String alias = setting.alias();
    return alias == null ? setting.environmentName() : alias;
  }

  private static boolean isGiven(Setting setting, Map<String, String> environment) {
    return environment.containsKey(setting.environmentName())
        || environment.containsKey(variable(setting));
  }

  private static boolean isOfBinding(String word) {
    if (Words.OWN.contains(word)) {
      return false;
    }
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(word)) {
        return false;
      }
    }
    return true;
  }

  private static String environmentName(String word) {
    return "LEASEHOLD_" + word.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
