// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sources for tests, each spelled as a person would. */
final class Sources {

  private @Nullable String argument;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  /** The least that is configured. */
  static Sources minimal() {
    return new Sources()
        .env("VAULT_ADDR", "https://vault:8200")
        .env("LEASEHOLD_AUTH_ROLE", "orders")
        .env("LEASEHOLD_CREDS", "database/creds/orders");
  }

  /** Two bindings, of the orders database and of another. */
  static Sources twoBindings() {
    return new Sources()
        .env("VAULT_ADDR", "https://vault:8200")
        .env("LEASEHOLD_AUTH_ROLE", "orders")
        .env("LEASEHOLD_BINDINGS", "orders, stock-2")
        .env("LEASEHOLD_ORDERS_CREDS", "database/creds/orders")
        .env("LEASEHOLD_ORDERS_URL", "jdbc:postgresql://db/orders")
        .env("LEASEHOLD_STOCK_2_CREDS", "database/creds/stock")
        .env("LEASEHOLD_STOCK_2_URL", "jdbc:postgresql://db/stock");
  }

  Sources argument(String text) {
    argument = text;
    return this;
  }

  Sources property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  Sources env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Sources without(String name) {
    environment.remove(name);
    return this;
  }

  ProcessInputs build() {
    return new ProcessInputs(argument, properties, environment);
  }

  Settings read() throws ConfigException {
    return Settings.read(build());
  }

  List<String> problems() {
    try {
      read();
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
