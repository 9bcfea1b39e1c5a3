// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.tls.TrustedAuthority;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VaultServerTest {
  private static final int SEALED = 503;
  @AutoClose private static VaultServer vault;

  @BeforeAll
  static void launch() {
    vault = VaultServer.launch();
  }

  @Test
  void keepsItsStateAcrossRestarts() {
    vault.keyValue("greeting", Map.of("text", "hello"));
    vault.restart();
    assertThat(vault.api().read("kv/greeting").path("data").path("text").asText())
        .isEqualTo("hello");
    vault.kill();
    assertThat(vault.api().status("sys/health")).isZero();
    vault.start();
    assertThat(vault.api().read("kv/greeting").path("data").path("text").asText())
        .isEqualTo("hello");
  }

  @Test
  void isSealedAndUnsealed() {
    vault.seal();
    assertThat(vault.api().status("sys/health")).isEqualTo(SEALED);
    vault.unseal();
    vault.restartSealed();
    assertThatThrownBy(() -> vault.api().read("sys/mounts"))
        .isInstanceOf(TestBedException.class)
        .hasMessageContaining("503");
    vault.unseal();
    vault.api().read("sys/mounts");
  }

  @Test
  void showsGoodAndBadCertificates() {
    assertThatCode(this::health).doesNotThrowAnyException();
    vault.serveExpiredCertificate();
    assertThatThrownBy(this::health)
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("validity check failed");
    vault.serveCertificateOfUnknownAuthority();
    assertThatThrownBy(this::health)
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("unable to find valid certification path");
    vault.serveGoodCertificate();
    assertThatCode(this::health).doesNotThrowAnyException();
  }

  @Test
  void logsInWithAnAppRole() {
    AppRoleAuth.Pair pair =
        vault.appRole().role("orders", TokenTerms.of(vault.appPolicy("orders")));
    Map<String, String> login = Map.of("role_id", pair.roleId(), "secret_id", pair.secretId());
    String token =
        vault
            .api()
            .with("")
            .write("auth/approle/login", login)
            .path("auth")
            .path("client_token")
            .asText();
    assertThat(vault.api().with(token).read("auth/token/lookup-self").path("data").path("policies"))
        .hasToString("[\"app-orders\"]");
    assertThat(pair.toString()).doesNotContain(pair.secretId());
  }

  /**
   * As an application sees it, with nothing but the CA's file; a new client each time, so a new
   * handshake.
   */
  private int health() throws Exception {
    URI uri = vault.address().resolve("/v1/sys/health");
    SSLContext tls = TrustedAuthority.context(vault.caCertificate());
    HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
  }
}
