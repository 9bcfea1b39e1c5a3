// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpellingTest {

  private final Path directory;

  SpellingTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void isOneNameInFourSpellings(Setting setting) throws IOException {
    assertThat(read(setting, new Sources().argument(setting.key() + "=x"))).isEqualTo("x");
    assertThat(read(setting, new Sources().argument("leasehold." + setting.key() + "=x")))
        .isEqualTo("x");
    assertThat(read(setting, new Sources().property("leasehold." + setting.key(), "x")))
        .isEqualTo("x");
    assertThat(read(setting, new Sources().env(setting.environmentName(), "x"))).isEqualTo("x");
    if (setting != Setting.CONFIG) {
      assertThat(read(setting, file("leasehold." + setting.key() + "=x"))).isEqualTo("x");
    }
  }

  @Test
  void spellsTheEnvironmentInCapitalsWithUnderscores() {
    assertThat(Setting.AUTH_TOKEN_FILE.environmentName()).isEqualTo("LEASEHOLD_AUTH_TOKEN_FILE");
    assertThat(Setting.VAULT_TLS_SERVER_NAME.alias()).isEqualTo("VAULT_TLS_SERVER_NAME");
  }

  @Test
  void takesTheFirstSourceThatHasAValue() throws IOException {
    Sources sources = file("leasehold.vault.addr=file");
    assertThat(read(Setting.VAULT_ADDR, sources)).isEqualTo("file");
    assertThat(read(Setting.VAULT_ADDR, sources.env("VAULT_ADDR", "alias"))).isEqualTo("alias");
    assertThat(read(Setting.VAULT_ADDR, sources.env("LEASEHOLD_VAULT_ADDR", "environment")))
        .isEqualTo("environment");
    assertThat(read(Setting.VAULT_ADDR, sources.property("leasehold.vault.addr", "property")))
        .isEqualTo("property");
    assertThat(read(Setting.VAULT_ADDR, sources.argument("vault.addr="))).isEqualTo("property");
    assertThat(read(Setting.VAULT_ADDR, sources.argument("vault.addr=argument")))
        .isEqualTo("argument");
  }

  @Test
  void describesSourcesWithoutValues() throws IOException, ConfigException {
    Path file = directory.resolve("leasehold.properties");
    Sources sources =
        file("leasehold.margin=7s").argument("auth.role=orders,creds=database/creds/orders");
    assertThat(sources.env("VAULT_ADDR", "https://vault:8200").read().describe())
        .containsExactly(
            "leasehold.auth.role from agent argument",
            "leasehold.config from environment (LEASEHOLD_CONFIG)",
            "leasehold.creds from agent argument",
            "leasehold.margin from file (leasehold.margin in " + file + ")",
            "leasehold.vault.addr from environment (VAULT_ADDR)");
  }

  @Test
  void ignoresWhatKubernetesSetsForAServiceCalledLeasehold() {
    assertThat(
            Sources.minimal()
                .env("LEASEHOLD_PORT", "tcp://10.0.0.1:8080")
                .env("LEASEHOLD_SERVICE_HOST", "10.0.0.1")
                .env("LEASEHOLD_PORT_8080_TCP_ADDR", "10.0.0.1")
                .problems())
        .isEmpty();
  }

  @Test
  void readsABindingCalledPortFromTheEnvironmentAllTheSame() {
    assertThat(
            Sources.minimal()
                .without("LEASEHOLD_CREDS")
                .env("LEASEHOLD_BINDINGS", "port")
                .env("LEASEHOLD_PORT_CREDS", "database/creds/port")
                .problems())
        .isEmpty();
  }

  private Sources file(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("leasehold.properties"), text);
    return new Sources().env("LEASEHOLD_CONFIG", file.toString());
  }

  private static String read(Setting setting, Sources sources) {
    RawSetting given =
        RawSettings.gather(sources.build(), new Problems(), Setting.Program.AGENT)
            .find(setting, null);
    return given == null ? "nothing" : given.value;
  }
}
