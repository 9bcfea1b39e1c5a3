// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The type of a setting's value. */
public enum ValueType {
  TEXT("text"),
  FILE("file"),
  DIRECTORY("directory"),
  ADDRESS("http(s) URL"),
  HOSTS("hosts, comma-separated"),
  DURATION("duration"),
  FRACTION("0.1 to 0.9"),
  COUNT("1 to 64"),
  FLAG("true or false"),
  MODE("inject, observe or off"),
  METHOD("kubernetes, jwt, approle or token"),
  LEVEL("error, warn, info or debug"),
  LOG_FORMAT("text or json"),
  SESSION_NAME("stamp or off"),
  HAND_OVER("off, auto or always"),
  NAMES("names, comma-separated"),
  DRIVERS("class=dialect, comma-separated"),
  VAULT_PATH("path in Vault"),
  CREDENTIALS("path in Vault, or file:/path"),
  SOURCE_FORMAT("auto, properties, env or json"),
  SWITCH("on or off"),
  URL_PATTERN("JDBC URL pattern"),
  FORMAT("properties, json, env, pgpass, pg-service, userlist, yaml or template"),
  FILE_MODE("0400 to 0640"),
  FILE_AT_END("remove or empty"),
  SIGNAL("HUP, INT, QUIT, USR1, USR2, TERM or WINCH"),
  LISTEN("host:port"),
  PORT("port or host:port"),
  COMMAND("words, quoted where they have spaces");

  private final String label;

  ValueType(String label) {
    this.label = label;
  }

  /** Returns how documentation and messages name the type. */
  public String label() {
    return label;
  }
}
