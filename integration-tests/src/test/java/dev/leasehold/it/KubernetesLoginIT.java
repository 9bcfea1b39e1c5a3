// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real API server issues the tokens, and Vault has it review them. */
class KubernetesLoginIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ServiceAccount ELSEWHERE = new ServiceAccount("warehouse", "orders");

  private static TestBed bed;
  private static ControlPlane cluster;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    cluster = ControlPlane.launch();
    cluster.create(TestBed.ACCOUNT);
    cluster.create(ELSEWHERE);
    bed.vault()
        .kubernetes(cluster)
        .role(TestBed.ROLE, TestBed.ACCOUNT, TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE)));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    bed.close();
  }

  @Test
  void logsInWithATokenOfAudienceVault() {
    bed.writeToken(cluster.token(TestBed.ACCOUNT));
    try (Workload workload = workload("1m")) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.on("a", "do", "SELECT current_user")).startsWith("row v-");
      workload.stop();
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void readsTheTokenAgainWhenTheKubeletHasReplacedIt() {
    bed.writeToken(cluster.expiredToken(TestBed.ACCOUNT));
    try (Workload workload = workload("3s")) {
      assertThat(workload.on("a", "borrow")).startsWith("failed ");
      workload.awaitLog("fetch failed", BOUND);
      bed.writeToken(cluster.token(TestBed.ACCOUNT));
      workload.awaitGeneration(1, BOUND);
      workload.stop();
    }
  }

  @Test
  void namesTheAudienceWhenTheTokenIsForAnother() {
    bed.writeToken(cluster.token(TestBed.ACCOUNT, "somebody-else", Duration.ofHours(1)));
    assertThat(refusal()).contains("audience");
  }

  @Test
  void namesTheNamespaceWhenTheTokenIsFromAnother() {
    bed.writeToken(cluster.token(ELSEWHERE));
    assertThat(refusal())
        .contains("the auth role orders is not for the pod's namespace")
        .contains("bound_service_account_namespaces");
  }

  @Test
  void saysThatTheTokenHasExpired() {
    bed.writeToken(cluster.expiredToken(TestBed.ACCOUNT));
    assertThat(refusal()).contains("expired");
  }

  private static String refusal() {
    try (Workload workload = workload("3s")) {
      String refusal = workload.refusal();
      workload.stop();
      return refusal;
    }
  }

  /** With so much time for the first credential. */
  private static Workload workload(String patience) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_AUTH_METHOD", "kubernetes");
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", patience);
    return Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 100).awaitReady();
  }
}
