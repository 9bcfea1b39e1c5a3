// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** What a setting's value is. */
public enum ValueType {
  TEXT("text"),
  FILE("file"),
  DIRECTORY("directory"),
  ADDRESS("http(s) URL"),
  HOSTS("hosts, comma-separated"),
  DURATION("duration"),
  FRACTION("0.1 to 0.9"),
  FLAG("true or false"),
  MODE("inject, observe or off"),
  METHOD("kubernetes, jwt, approle or token"),
  LEVEL("error, warn, info or debug"),
  SESSION_NAME("stamp or off"),
  NAMES("names, comma-separated"),
  DRIVERS("class=dialect, comma-separated"),
  VAULT_PATH("path in Vault"),
  URL_PATTERN("JDBC URL pattern");

  private final String label;

  ValueType(String label) {
    this.label = label;
  }

  /** Returns how documentation and messages name the type. */
  public String label() {
    return label;
  }
}
