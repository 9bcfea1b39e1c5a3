// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts from which a process gets its settings: agent argument, system properties and
 * environment. The first wins over the next. Each of them may name a properties file, which comes
 * last.
 */
public final class ProcessInputs {

  private final @Nullable String agentArgument;
  private final Map<String, String> systemProperties;
  private final Map<String, String> environment;

  /**
   * Makes inputs of these texts; the maps are copied.
   *
   * @param agentArgument the text after {@code =} in {@code -javaagent:}, or null
   * @param systemProperties system properties, of which only {@code leasehold.*} are looked at
   * @param environment environment variables, of which only {@code LEASEHOLD_*} and {@code VAULT_*}
   *     are looked at
   */
  public ProcessInputs(
      @Nullable String agentArgument,
      Map<String, String> systemProperties,
      Map<String, String> environment) {
    this.agentArgument = agentArgument;
    this.systemProperties = new HashMap<>(systemProperties);
    this.environment = new HashMap<>(environment);
  }

  /** Returns the inputs of this process. */
  public static ProcessInputs ofProcess(@Nullable String agentArgument) {
    Map<String, String> properties = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = name.startsWith(Setting.PREFIX) ? System.getProperty(name) : null;
      if (value != null) {
        properties.put(name, value);
      }
    }
    return new ProcessInputs(agentArgument, properties, System.getenv());
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
