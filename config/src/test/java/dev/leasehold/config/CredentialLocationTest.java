// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialLocationTest {

  private static final String PATH = "/vault/secrets/db.properties";

  @ParameterizedTest
  @ValueSource(strings = {"file:" + PATH, "file://" + PATH})
  void needsNoVaultWhereEveryBindingHasAFile(String creds) throws ConfigException {
    Settings settings = new Sources().env("LEASEHOLD_CREDS", creds).read();
    assertThat(settings.usesVault()).isFalse();
    assertThatThrownBy(settings::vault).isInstanceOf(IllegalStateException.class);
    BindingSettings binding = settings.bindings().get(0);
    assertThat(binding.creds().isFile()).isTrue();
    assertThat(binding.creds().file()).isEqualTo(new File(PATH));
    assertThat(binding.creds()).hasToString("file:" + PATH);
    assertThat(binding.source().format()).isEqualTo(SourceFormat.AUTO);
    assertThat(binding.source().poll()).isEqualTo(Duration.ofSeconds(1));
    assertThat(binding.source().drain()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.listensToHangups()).isTrue();
  }

  @Test
  void needsVaultWhereOneOfTheBindingsHasAPathThere() throws ConfigException {
    Sources mixed = Sources.twoBindings().env("LEASEHOLD_STOCK_2_CREDS", "file:" + PATH);
    Settings settings = mixed.read();
    assertThat(settings.usesVault()).isTrue();
    assertThat(settings.bindings().get(0).creds().vaultPath()).hasToString("database/creds/orders");
    assertThat(settings.bindings().get(1).creds().isFile()).isTrue();
    assertThat(mixed.without("VAULT_ADDR").problems())
        .containsExactly(
            "leasehold.vault.addr (VAULT_ADDR): not set; write the address, as in"
                + " https://vault:8200");
  }

  @Test
  void takesHowTheFileIsReadForOneBindingOrForAll() throws ConfigException {
    Settings settings =
        Sources.twoBindings()
            .env("LEASEHOLD_STOCK_2_CREDS", "file:" + PATH)
            .env("LEASEHOLD_STOCK_2_SOURCE_FORMAT", "json")
            .env("LEASEHOLD_SOURCE_POLL", "250ms")
            .env("LEASEHOLD_SIGHUP", "off")
            .read();
    InputFileSettings source = settings.bindings().get(1).source();
    assertThat(source.format()).isEqualTo(SourceFormat.JSON);
    assertThat(source.poll()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.listensToHangups()).isFalse();
  }

  @Test
  void refusesToRehearseWhatOnlyAnotherProgramCanRotate() {
    Sources sources =
        new Sources().env("LEASEHOLD_CREDS", "file:" + PATH).env("LEASEHOLD_REHEARSE", "1m");
    assertThat(sources.problems())
        .containsExactly(
            "LEASEHOLD_REHEARSE: the credentials of binding default are in a file, and only the"
                + " program that writes the file can rotate them. Remove it, or give it to the"
                + " bindings with a path in Vault by name");
  }
}
