// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import org.jspecify.annotations.Nullable;

/** The source of a value. The earlier constant wins. */
public enum SettingSource {
  AGENT_ARGUMENT("agent argument"),
  SYSTEM_PROPERTY("system property"),
  ENVIRONMENT("environment"),
  FILE("file");

  private final String label;

  SettingSource(String label) {
    this.label = label;
  }

  /** Returns how messages name the source. */
  public String label() {
    return label;
  }

  /** Returns how this source spells the setting. */
  String spelling(Setting setting) {
    return this == ENVIRONMENT ? setting.environmentName() : setting.propertyName();
  }

  /** Returns how a message names a setting of this source. */
  String describe(String name, @Nullable String file) {
    switch (this) {
      case AGENT_ARGUMENT:
        return label + " " + name.substring(Setting.PREFIX.length());
      case FILE:
        return name + " in " + file;
      default:
        return name;
    }
  }
}
