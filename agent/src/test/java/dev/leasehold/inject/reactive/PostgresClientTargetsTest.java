// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A socket of the file system is no server on localhost. */
class PostgresClientTargetsTest {

  private static final String PATH = "/run/postgresql/.s.PGSQL.5432";
  private static final Targets SOCKET = PostgresClientTargets.ofSocket(PATH, "orders");

  @Test
  void aPatternForLocalhostMatchesNoSocket() throws Exception {
    assertThat(matches("jdbc:postgresql://localhost:5432/orders", SOCKET)).isFalse();
    assertThat(matches("jdbc:postgresql://localhost/orders?socket=/tmp/other", SOCKET)).isFalse();
    Targets server = PostgresClientTargets.ofServer("localhost", 5432, "orders");
    assertThat(matches("jdbc:postgresql://localhost:5432/orders", server)).isTrue();
  }

  @Test
  void aPatternThatNamesTheSocketMatchesIt() throws Exception {
    assertThat(matches("jdbc:postgresql://localhost/orders?socket=" + PATH, SOCKET)).isTrue();
    assertThat(matches("jdbc:postgresql://localhost/stock?socket=" + PATH, SOCKET)).isFalse();
  }

  @Test
  void aPatternThatLeavesTheHostsOpenMatchesIt() throws Exception {
    assertThat(matches("jdbc:postgresql:*", SOCKET)).isTrue();
  }

  @Test
  void aProxyIsRefusedUnlessThePatternNamesIt() throws Exception {
    Targets proxied =
        PostgresClientTargets.ofServer("db", 5432, "orders")
            .withDetours(Map.of("proxyOptions", "p:1080"));
    assertThatThrownBy(() -> matches("jdbc:postgresql://db/orders", proxied))
        .isInstanceOf(UncertainTargetException.class);
    assertThat(matches("jdbc:postgresql://db/orders?proxyOptions=p:1080", proxied)).isTrue();
  }

  @Test
  void aPatternAsksForWhatTheClientGoesBy() throws Exception {
    Targets tls =
        PostgresClientTargets.ofServer("db", 5432, "orders")
            .withParameters(Map.of("sslmode", "verify-full"));
    assertThat(matches("jdbc:postgresql://db/orders?sslmode=verify-full", tls)).isTrue();
    assertThat(matches("jdbc:postgresql://db/orders?sslmode=require", tls)).isFalse();
  }

  private static boolean matches(String pattern, Targets targets) throws Exception {
    Map<String, String> environment =
        Map.of(
            "VAULT_ADDR", "https://vault:8200",
            "LEASEHOLD_AUTH_ROLE", "orders",
            "LEASEHOLD_CREDS", "database/creds/orders",
            "LEASEHOLD_URL", pattern);
    Settings settings = Settings.read(new ProcessInputs(null, Map.of(), environment));
    String url = PostgresClientTargets.url(null, 5432, "orders");
    return settings.binding(url, targets, "app") != null;
  }

  /** The server takes the last value of a name, and compares names in their case. */
  @ParameterizedTest
  @CsvSource({
    "database, other, database",
    "database, app, ''",
    "user, app, user",
    "Database, other, ''",
    "search_path, other, ''"
  })
  void knowsAParameterOfTheStartThatNamesAnotherDatabaseOrUser(
      String name, String value, String detours) {
    Targets targets =
        PostgresClientTargets.withStartParameters(
            PostgresClientTargets.ofServer("db", 5432, "app"), Map.of(name, value), "app");
    assertThat(targets.detourNames()).isEqualTo(detours);
    assertThat(targets.parameters()).containsEntry(name, value);
  }

  @Test
  void keepsTheSocketBesideSuchAParameter() {
    Targets targets =
        PostgresClientTargets.withStartParameters(
            PostgresClientTargets.ofSocket("/run/s", "app"), Map.of("database", "other"), "app");
    assertThat(targets.detours()).isEqualTo(Map.of("socket", "/run/s", "database", "other"));
  }
}
