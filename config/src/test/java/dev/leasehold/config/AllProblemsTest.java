// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No mistake hides another, and none is told that follows from another alone. */
class AllProblemsTest {

  private static final String MARGIN = "LEASEHOLD_MARGIN: a number without a unit; write 30s or 5m";

  @ParameterizedTest
  @EnumSource
  void aWrongNameOfABindingHidesNothing(Setting.Program program) {
    Sources sources =
        Sources.twoBindings()
            .env("LEASEHOLD_BINDINGS", "orders,Stock-2")
            .env("LEASEHOLD_MARGIN", "5")
            .env("LEASEHOLD_STOCK_2_RENEW_AT", "7")
            .without("LEASEHOLD_ORDERS_CREDS")
            .without("LEASEHOLD_STOCK_2_CREDS")
            .without("VAULT_ADDR");
    assertThat(problems(sources, program))
        .containsExactly(
            "LEASEHOLD_BINDINGS: name 2 is not a name; write lower-case letters, digits and"
                + " hyphens, a letter first",
            "leasehold.vault.addr (VAULT_ADDR): not set; write the address, as in"
                + " https://vault:8200",
            "leasehold.orders.creds (LEASEHOLD_ORDERS_CREDS): not set; write the path in Vault, as"
                + " in database/creds/orders",
            MARGIN,
            "LEASEHOLD_STOCK_2_RENEW_AT: not a fraction from 0.1 to 0.9; write for example 0.66");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "observe", "on"})
  void aModeOfTheSidecarHidesNothing(String mode) {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_MODE", mode)
            .env("LEASEHOLD_MARGIN", "5")
            .env("VAULT_ADDR", "x");
    assertThat(problems(sources, Setting.Program.SIDECAR))
        .hasSize(3)
        .contains("LEASEHOLD_MODE: only the agent reads it; remove it here", MARGIN)
        .anyMatch(problem -> problem.startsWith("VAULT_ADDR: "));
  }

  @Test
  void aModeThatIsUnknownHidesNothing() {
    assertThat(
            Sources.minimal().env("LEASEHOLD_MODE", "on").env("LEASEHOLD_MARGIN", "5").problems())
        .containsExactly(
            "LEASEHOLD_MODE: unknown value; expected one of inject, observe or off", MARGIN);
  }

  @Test
  void anUnknownSettingHidesNothingWhereNoneNamesCredentials() {
    Sources sources =
        Sources.minimal()
            .without("LEASEHOLD_CREDS")
            .env("LEASEHOLD_CRED", "database/creds/orders")
            .env("LEASEHOLD_MARGIN", "5");
    assertThat(sources.problems())
        .containsExactly(
            "LEASEHOLD_CRED: unknown setting; did you mean LEASEHOLD_CREDS?",
            "leasehold.creds (LEASEHOLD_CREDS): not set; write the path in Vault, as in"
                + " database/creds/orders",
            MARGIN);
  }

  /**
   * A shared variable of another application's is not to stop an application that Leasehold is not
   * for.
   */
  @Test
  void aValueIsNotLookedAtWhereNothingNamesCredentials() throws ConfigException {
    Sources sources = Sources.minimal().without("LEASEHOLD_CREDS").env("LEASEHOLD_MARGIN", "5");
    assertThat(sources.read().configured()).isFalse();
  }

  @Test
  void aWrongValueDoesNotHideThatTwoBindingsMatchAlike() {
    Sources sources =
        Sources.twoBindings()
            .env("LEASEHOLD_STOCK_2_URL", "jdbc:postgresql://*/o*")
            .env("LEASEHOLD_MARGIN", "5");
    assertThat(sources.problems())
        .hasSize(2)
        .contains(MARGIN)
        .anyMatch(problem -> problem.contains("can match the same URL and user"));
    assertThat(sources.env("LEASEHOLD_STOCK_2_URL", "db").problems())
        .as("a pattern that cannot be read matches nothing")
        .hasSize(2)
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_STOCK_2_URL: "));
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownMethodIsNoOther(Setting.Program program) {
    Sources sources =
        Sources.minimal()
            .without("LEASEHOLD_AUTH_ROLE")
            .env("LEASEHOLD_AUTH_METHOD", "ldap")
            .env("LEASEHOLD_AUTH_ROLE_ID", "x")
            .env("LEASEHOLD_AUTH_TOKEN_FILE", "a\tb")
            .env("LEASEHOLD_MARGIN", "5");
    assertThat(problems(sources, program))
        .containsExactly(
            "LEASEHOLD_AUTH_METHOD: unknown value; expected one of kubernetes, jwt, approle or"
                + " token",
            "LEASEHOLD_AUTH_TOKEN_FILE: a control character at position 2; remove it",
            MARGIN);
  }

  @Test
  void anUnknownFormatIsNoOther() {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_FILE_FORMAT", "mustache")
            .env("LEASEHOLD_FILE_TEMPLATE", "/etc/orders.mustache");
    assertThat(problems(sources, Setting.Program.SIDECAR))
        .singleElement()
        .asString()
        .startsWith("LEASEHOLD_FILE_FORMAT: unknown value; expected one of properties, ");
  }

  @ParameterizedTest
  @EnumSource
  void aMethodThatCannotBeReadIsNoOther(Setting.Program program) {
    Sources sources =
        Sources.minimal()
            .without("LEASEHOLD_AUTH_ROLE")
            .env("LEASEHOLD_AUTH_METHOD", "app\trole")
            .env("LEASEHOLD_AUTH_ROLE_ID", "x");
    assertThat(problems(sources, program))
        .containsExactly("LEASEHOLD_AUTH_METHOD: a control character at position 4; remove it");
  }

  @Test
  void aFormatThatCannotBeReadIsNoOther() {
    Sources sources =
        Sources.minimal()
            .env("LEASEHOLD_FILE_FORMAT", "temp\tlate")
            .env("LEASEHOLD_FILE_TEMPLATE", "/etc/orders.mustache");
    assertThat(problems(sources, Setting.Program.SIDECAR))
        .containsExactly("LEASEHOLD_FILE_FORMAT: a control character at position 5; remove it");
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsMissedThatAnUnreadFileMayHave(Setting.Program program, @TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("leasehold.properties");
    Sources sources =
        new Sources().env("LEASEHOLD_CONFIG", file.toString()).env("LEASEHOLD_MARGIN", "5");
    assertThat(problems(sources, program))
        .hasSize(2)
        .contains(MARGIN)
        .anyMatch(problem -> problem.startsWith("LEASEHOLD_CONFIG: "));
    Files.writeString(file, "leasehold.creds=database/creds/orders");
    assertThat(problems(sources, program))
        .contains(MARGIN)
        .anyMatch(problem -> problem.startsWith("leasehold.auth.role (LEASEHOLD_AUTH_ROLE): "));
  }

  @Test
  void aListOfNoNamesIsNoBindingWithoutAPath() {
    Sources sources = Sources.minimal().without("LEASEHOLD_CREDS").env("LEASEHOLD_BINDINGS", ",");
    assertThat(sources.problems())
        .hasSize(2)
        .allMatch(problem -> problem.contains(" is not a name; "));
  }

  @Test
  void theSidecarsTerminationLogIsKnownWhateverItsMode() {
    Sources sources =
        new Sources().env("LEASEHOLD_MODE", "off").env("LEASEHOLD_TERMINATION_LOG", "/tmp/ended");
    assertThat(Settings.terminationLog(sources.build())).isEqualTo(Path.of("/tmp/ended"));
  }

  private static List<String> problems(Sources sources, Setting.Program program) {
    try {
      if (program == Setting.Program.AGENT) {
        sources.read();
      } else {
        SidecarSettings.read(sources.build(), false, (binding, problem) -> {});
      }
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }
}
