package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseException;
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
  void readsVaultAddr(String text, String address) throws Exception {
    assertThat(VaultAddress.parse(text)).hasToString(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://vault.example:8200 | is http://vault.example:8200: plain http would send tokens and \
          passwords in the clear; write https://
          https://u:p4ss@vault.example | has user information, which Vault does not use; remove what \
          is before the @
          https://vault.example?x=1 | has a query or a fragment; write https://host:port
          vault.example:8200 | is not an http or https URL with a host; write https://host:port
          https://a b | is not a URL (Illegal character in authority); write https://host:port
          """)
  void saysWhatIsWrongWithVaultAddr(String text, String problem) {
    assertThatThrownBy(() -> VaultAddress.parse(text))
        .isInstanceOf(LeaseException.class)
        .hasMessage("VAULT_ADDR " + problem);
  }

  @Test
  void refusesALoginAtTheProxyAndDoesNotRepeatIt() {
    assertThatThrownBy(() -> ProxyAddress.parse("http://user:p4ss@proxy:3128"))
        .isInstanceOf(LeaseException.class)
        .hasMessage(
            "VAULT_PROXY_ADDR has user information, which is not sent; remove what is before the @");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://proxy:3128", "http://proxy", "proxy:3128"})
  void saysWhatIsWrongWithTheProxy(String text) {
    assertThatThrownBy(() -> ProxyAddress.parse(text))
        .hasMessage(
            "VAULT_PROXY_ADDR is not a proxy URL with scheme http, a host and a port; write"
                + " http://host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders", "database/../sys", "a//b", "a/b?c", "a/b c", ""})
  void saysThatAPathIsNone(String path) {
    assertThatThrownBy(() -> SecretPath.parse(path))
        .hasMessage(
            "the Vault path \""
                + path
                + "\" is not one; write it as vault read takes it, such as"
                + " database/creds/orders");
  }

  @Test
  void takesAPathAsPeopleWriteIt() throws Exception {
    assertThat(SecretPath.parse(" /v1/database/creds/orders/ ")).isEqualTo("database/creds/orders");
  }
}
