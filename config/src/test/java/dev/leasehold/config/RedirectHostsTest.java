// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.vault.VaultConnection;
import org.junit.jupiter.api.Test;

class RedirectHostsTest {

  @Test
  void includesWhatThePatternsSay() throws Exception {
    VaultConnection vault = read("vault-*.example, 10.0.0.7,fd00::7").vault();
    assertThat(vault.leadsTo("vault-1.example", 8200)).isTrue();
    assertThat(vault.leadsTo("VAULT-2.EXAMPLE", 8200)).isTrue();
    assertThat(vault.leadsTo("10.0.0.7", 8200)).isTrue();
    assertThat(vault.leadsTo("fd00::7", 8200)).isTrue();
    assertThat(vault.leadsTo("vault-1.example.evil", 8200)).isFalse();
    assertThat(vault.leadsTo("10.0.0.70", 8200)).isFalse();
  }

  @Test
  void includesTheAddressAloneUnlessSet() throws Exception {
    VaultConnection vault = Sources.minimal().read().vault();
    assertThat(vault.leadsTo("vault.example", 8200)).isFalse();
    assertThat(vault.leadsTo("VAULT", 8200)).isTrue();
    assertThat(vault.leadsTo("vault", 9999)).isFalse();
    assertThat(read("vault").vault().leadsTo("vault", 9999)).isTrue();
  }

  @Test
  void refusesWhatIsNoHost() {
    for (String bad : new String[] {"https://vault", "vault:8200", "a,,b", "a b", "vault/v1"}) {
      assertThat(
              Sources.minimal()
                  .argument("vault.redirect-hosts=" + bad.replace(",", "\\,"))
                  .problems())
          .containsExactly(
              "agent argument vault.redirect-hosts: something that is no host name; write names"
                  + " without scheme, port and path, a comma between two");
    }
  }

  @Test
  void wantsCertificateAndKeyTogether() {
    assertThat(Sources.minimal().argument("vault.client-cert=/c").problems())
        .containsExactly(
            "leasehold.vault.client-key (VAULT_CLIENT_KEY): not set, but the other of certificate"
                + " and key is; set both or neither");
    assertThat(Sources.minimal().argument("vault.client-key=/k").problems())
        .containsExactly(
            "leasehold.vault.client-cert (VAULT_CLIENT_CERT): not set, but the other of certificate"
                + " and key is; set both or neither");
  }

  private static Settings read(String hosts) throws ConfigException {
    return Sources.minimal().argument("vault.redirect-hosts=" + hosts.replace(",", "\\,")).read();
  }
}
