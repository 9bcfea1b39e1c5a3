// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://vault.example, https://vault.example:443",
    "HTTPS://Vault.Example:8200/, https://vault.example:8200",
    "https://vault.example/prefix/, https://vault.example:443/prefix",
    "https://[2001:db8::1]:8200, https://[2001:db8::1]:8200",
    "http://127.0.0.1:8200, http://127.0.0.1:8200",
    "http://localhost, http://localhost:80",
    "http://[::1]:8200, http://[::1]:8200"
  })
  void readsVaultAddr(String text, String address) {
    assertThat(VaultAddress.parse(text)).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://vault.example:8200 | plain http, which would send tokens and passwords in the clear; \
          write https://host:8200
          https://u:p4ss@vault.example | a URL with a user or password in it; leave them out
          https://vault.example?x=1 | a URL with a query or fragment; end it after host and port
          vault.example:8200 | a URL without https:// or http://; write for example https://host:8200
          https://a b | not a URL; write https://host:8200
          https://a:99999 | a URL without a valid host and port; write https://host:8200
          """)
  void saysWhatIsWrongWithVaultAddr(String text, String problem) {
    assertThatThrownBy(() -> VaultAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @Test
  void refusesALoginAtTheProxyAndDoesNotRepeatIt() {
    assertThatThrownBy(() -> ProxyAddress.parse("http://user:p4ss@proxy:3128"))
        .hasMessage(
            "a URL with a user or password in it; leave them out and let the proxy connect this"
                + " host to Vault without a login");
  }

  @ParameterizedTest
  @CsvSource({
    "https://proxy:3128, a proxy URL without http://; write for example http://host:3128",
    "http://proxy, a proxy URL without a valid host and port; write http://host:3128",
    "proxy:3128, a proxy URL without http://; write for example http://host:3128"
  })
  void saysWhatIsWrongWithTheProxy(String text, String problem) {
    assertThatThrownBy(() -> ProxyAddress.parse(text)).hasMessage(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "/orders/"})
  void wantsANameBelowTheMount(String path) {
    assertThatThrownBy(() -> VaultPath.ofSecret(path))
        .hasMessage(
            "a path with a mount and no name below it; write for example database/creds/orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"database/../sys", "a/./b", "a//b", "a/b?c", "a/b c", "a/b%2e", "/", ""})
  void saysThatAPathIsNone(String path) {
    assertThatThrownBy(() -> VaultPath.ofSecret(path))
        .hasMessage("not a path in Vault; write letters, digits, - _ . and single slashes between");
    assertThatThrownBy(() -> VaultPath.ofAuthMount(path))
        .hasMessage("not a path in Vault; write letters, digits, - _ . and single slashes between");
  }

  @Test
  void refusesThePartOfAPathThatTheApiPutsBeforeIt() {
    assertThatThrownBy(() -> VaultPath.ofSecret("/v1/database/creds/orders"))
        .hasMessage("a path that begins with v1/; leave that out");
    assertThatThrownBy(() -> VaultPath.ofAuthMount("auth/jwt"))
        .hasMessage("a path that begins with auth/; leave that out");
  }

  @Test
  void takesAPathWithSlashesAroundIt() {
    assertThat(VaultPath.ofSecret("/database/creds/orders/")).hasToString("database/creds/orders");
    assertThat(VaultPath.ofAuthMount("/jwt/")).hasToString("jwt");
  }
}
