// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sources of settings, of which the first wins: agent argument, system properties, environment,
 * and the properties file that {@code leasehold.config} names in one of these.
 */
public final class SettingsSources {

  private final @Nullable String agentArgument;
  private final Map<String, String> systemProperties;
  private final Map<String, String> environment;

  /**
   * Makes sources from these arguments; the maps are copied.
   *
   * @param agentArgument the text after {@code =} in {@code -javaagent:}, or null
   * @param systemProperties system properties, of which only {@code leasehold.*} are looked at
   * @param environment environment variables, of which only {@code LEASEHOLD_*} and {@code VAULT_*}
   *     are looked at
   */
  public SettingsSources(
      @Nullable String agentArgument,
      Map<String, String> systemProperties,
      Map<String, String> environment) {
    this.agentArgument = agentArgument;
    this.systemProperties = new HashMap<>(systemProperties);
    this.environment = new HashMap<>(environment);
  }

  /** Returns the sources of this process. */
  public static SettingsSources ofProcess(@Nullable String agentArgument) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = name.startsWith(Setting.PREFIX) ? System.getProperty(name) : null;
      if (value != null) {
        properties.put(name, value);
      }
    }
    return new SettingsSources(agentArgument, properties, System.getenv());
  }

  @Nullable String agentArgument() {
    return agentArgument;
  }

  Map<String, String> systemProperties() {
    return systemProperties;
  }

  Map<String, String> environment() {
    return environment;
  }
}
