package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxyTest {

  private static final TestBed BED = Sessions.BED;
  private static final String USER_PASSWORD = "Basic dXNlcjpwNHNz";

  @Test
  void goesThroughTheProxyAndVerifiesVaultBehindIt() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(USER_PASSWORD);
        LeaseSource source = source("user:p4ss@", proxy.port())) {
      source.revoke(source.fetch());
      String authority = "127.0.0.1:" + BED.vault().port();
      assertThat(proxy.asked())
          .hasSize(3)
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
    try (ConnectProxy proxy = new ConnectProxy(USER_PASSWORD);
        LeaseSource source = source(address, "user:p4ss@", proxy.port())) {
      source.revoke(source.fetch());
      assertThat(proxy.asked())
          .hasSize(3)
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
    try (ConnectProxy proxy = new ConnectProxy(USER_PASSWORD);
        LeaseSource source = source("https://" + authority, "", proxy.port())) {
      assertThatThrownBy(source::fetch).hasMessageContaining("asked to connect to " + authority);
      assertThat(proxy.asked())
          .singleElement()
          .asString()
          .startsWith("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n");
    }
  }

  @Test
  void saysThatTheProxyRefuses() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy(USER_PASSWORD);
        LeaseSource source = source("user:wrong@", proxy.port())) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "the proxy http://127.0.0.1:"
                  + proxy.port()
                  + " answered 407 when asked to connect to 127.0.0.1:"
                  + BED.vault().port()
                  + "; check VAULT_PROXY_ADDR and what the proxy allows");
    }
  }

  @Test
  void saysThatTheProxyIsNotThere() throws Exception {
    try (LeaseSource source = source("", 1)) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "Vault could not be asked for auth/jwt/login: connection refused or no route; check"
                  + " VAULT_PROXY_ADDR and that the proxy http://127.0.0.1:1 runs there (at "
                  + BED.vault().address()
                  + ")");
    }
  }

  private static LeaseSource source(String user, int port) throws LeaseException {
    return source(BED.vault().address().toString(), user, port);
  }

  private static LeaseSource source(String address, String user, int port) throws LeaseException {
    ProxyAddress proxy = ProxyAddress.parse("http://" + user + "127.0.0.1:" + port);
    VaultConnection connection =
        Sessions.connection(address)
            .caFile(BED.vault().caCertificate().toFile())
            .proxy(proxy)
            .build();
    return new VaultSession(connection, Sessions.login(BED), LeaseClock.system())
        .leases(TestBed.CREDS_PATH);
  }
}
