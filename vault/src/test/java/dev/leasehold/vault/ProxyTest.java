// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.ConnectProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ProxyTest {

  private static final TestBed BED = Sessions.BED;

  @Test
  void goesThroughTheProxyAndVerifiesVaultBehindIt() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open();
        LeaseSource source = source(proxy.port())) {
      source.revoke(source.fetch());
      String authority = "127.0.0.1:" + BED.vault().port();
      assertThat(proxy.asked())
          .hasSize(2) // The login and the read share a tunnel.
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("CONNECT " + authority + " HTTP/1.1\r\n")
                      .doesNotContain("X-Vault"));
    }
  }

  @Test
  void goesThroughTheProxyToAVaultThatIsNamed() throws Exception {
    String address = "https://localhost:" + BED.vault().port();
    try (ConnectProxy proxy = ConnectProxy.open();
        LeaseSource source = source(address, proxy.port())) {
      source.revoke(source.fetch());
      assertThat(proxy.asked())
          .hasSize(2) // The login and the read share a tunnel.
          .allSatisfy(
              head ->
                  assertThat(head)
                      .startsWith("CONNECT localhost:" + BED.vault().port() + " HTTP/1.1\r\n"));
    }
  }

  /** RFC 9110, section 9.3.6: the target of CONNECT is the host and the port and nothing else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault:8200",
        "vault.example.com:8200",
        "vault-0.example.com:8200",
        "203.0.113.1:8200",
        "[2001:db8::1]:8200"
      })
  void asksTheProxyForHostAndPort(String authority) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.refusing("403 Forbidden");
        LeaseSource source = source("https://" + authority, proxy.port())) {
      assertThatThrownBy(source::fetch).hasMessageContaining("asked to connect to " + authority);
      assertThat(proxy.asked())
          .singleElement()
          .asString()
          .startsWith("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | UNAVAILABLE | check VAULT_PROXY_ADDR and the proxy's rules
          407 | INVALID     | it wants a login, which no setting may hold. Let it connect this host \
          without a login
          """)
  void saysThatTheProxyRefuses(int status, LeaseException.Kind kind, String next) throws Exception {
    try (ConnectProxy proxy = ConnectProxy.refusing(status + " Refused");
        LeaseSource source = source(proxy.port())) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "the proxy http://127.0.0.1:"
                  + proxy.port()
                  + " answered "
                  + status
                  + " when asked to connect to 127.0.0.1:"
                  + BED.vault().port()
                  + "; "
                  + next)
          .extracting(e -> ((LeaseException) e).kind())
          .isEqualTo(kind);
    }
  }

  @Test
  void saysThatTheProxyIsNotThere() throws Exception {
    try (LeaseSource source = source(1)) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "Vault could not be asked for auth/jwt/login: connection refused or no route; check"
                  + " VAULT_PROXY_ADDR and that the proxy http://127.0.0.1:1 runs there (at "
                  + BED.vault().address()
                  + ")");
    }
  }

  /** The proxy would read the token and the password, and Vault is on this machine. */
  @Test
  void asksNoProxyForWhatIsNotEncrypted() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open();
        LeaseSource source = source("http://127.0.0.1:1", proxy.port())) {
      assertThatThrownBy(source::fetch)
          .hasMessageContaining("connection refused or no route; check VAULT_ADDR");
      assertThat(proxy.asked()).isEmpty();
    }
  }

  private static LeaseSource source(int port) throws LeaseException {
    return source(BED.vault().address().toString(), port);
  }

  private static LeaseSource source(String address, int port) throws LeaseException {
    ProxyAddress proxy = ProxyAddress.parse("http://127.0.0.1:" + port);
    VaultConnection connection =
        Sessions.connection(address)
            .caFile(BED.vault().caCertificate().toFile())
            .proxy(proxy)
            .build();
    return new VaultSession(connection, Sessions.login(BED), LeaseClock.system())
        .leases(VaultPath.ofSecret(TestBed.CREDS_PATH));
  }
}
