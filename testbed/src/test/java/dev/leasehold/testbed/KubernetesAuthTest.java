// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.vault.KubernetesAuth;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubernetesAuthTest {
  private static final ServiceAccount ORDERS = new ServiceAccount("shop", "orders");
  private static ControlPlane cluster;
  private static VaultServer vault;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.launch();
    cluster.create(ORDERS);
    vault = VaultServer.launch();
    vault.kubernetes(cluster).role("orders", ORDERS, TokenTerms.of(vault.appPolicy("orders")));
  }

  @AfterAll
  static void stop() {
    vault.close();
    cluster.close();
  }

  @Test
  void logsInWithATokenOfTheCluster() {
    JsonNode auth = logIn(cluster.token(ORDERS)).path("auth");
    assertThat(auth.path("policies")).extracting(JsonNode::asText).containsExactly("app-orders");
  }

  @Test
  void refusesATokenForAnotherAudience() {
    String token = cluster.token(ORDERS, "elsewhere", Duration.ofMinutes(10));
    assertThatThrownBy(() -> logIn(token)).hasMessageContaining("403").hasMessageContaining("aud");
  }

  @Test
  void refusesAnExpiredToken() {
    String token = cluster.expiredToken(ORDERS);
    assertThatThrownBy(() -> logIn(token))
        .hasMessageContaining("403")
        .hasMessageContaining("expired");
  }

  @Test
  void refusesAnAccountOfAnotherNamespace() {
    ServiceAccount elsewhere = new ServiceAccount("elsewhere", "orders");
    cluster.create(elsewhere);
    assertThatThrownBy(() -> logIn(cluster.token(elsewhere)))
        .hasMessageContaining("403")
        .hasMessageContaining("namespace");
  }

  @Test
  void losesSightOfTheClusterBehindARelay() {
    KubernetesAuth auth = vault.kubernetes(cluster);
    String token = cluster.token(ORDERS);
    try (Relay relay = Relay.to(cluster.port())) {
      auth.configure(cluster, relay.port());
      logIn(token);
      relay.refuse();
      relay.cut();
      assertThatThrownBy(() -> logIn(token)).isInstanceOf(TestBedException.class);
      relay.pass();
      logIn(token);
    } finally {
      auth.configure(cluster, cluster.port());
    }
  }

  @Test
  void survivesTheRestartOfTheApiServer() {
    cluster.stopApiServer();
    assertThatThrownBy(() -> cluster.token(ORDERS)).hasMessageContaining("did not answer");
    cluster.startApiServer();
    logIn(cluster.token(ORDERS));
  }

  private static JsonNode logIn(String jwt) {
    Map<String, String> login = Map.of("role", "orders", "jwt", jwt);
    return vault.api().with("").write("auth/kubernetes/login", login);
  }
}
