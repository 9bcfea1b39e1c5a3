// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The {@code kubernetes} auth method, which asks the API server to review each token. */
public final class KubernetesAuth {
  private static final String PLUGIN = "vault-plugin-auth-kubernetes";
  private static final Duration REVIEWER_LIFE = Duration.ofHours(24);

  private final VaultApi api;

  private KubernetesAuth(VaultApi api) {
    this.api = api;
  }

  static KubernetesAuth at(VaultApi api, VaultPlugins plugins, ControlPlane controlPlane) {
    plugins.provide("auth", "kubernetes", PLUGIN);
    Mounts.auth(api, "kubernetes");
    KubernetesAuth auth = new KubernetesAuth(api);
    auth.configure(controlPlane, controlPlane.port());
    return auth;
  }

  /** Makes Vault reach the API server through another port on 127.0.0.1: a relay's. */
  public void configure(ControlPlane controlPlane, int port) {
    api.write(
        "auth/kubernetes/config",
        Map.of(
            "kubernetes_host",
            "https://127.0.0.1:" + port,
            "kubernetes_ca_cert",
            controlPlane.caPem(),
            "token_reviewer_jwt",
            controlPlane.token(ControlPlane.REVIEWER, JwtIssuer.CLUSTER, REVIEWER_LIFE),
            "disable_local_ca_jwt",
            true));
  }

  /** A role for one service account, audience {@code vault}. */
  public void role(String name, ServiceAccount account, TokenTerms terms) {
    Map<String, Object> fields = terms.asFields();
    fields.put("bound_service_account_names", List.of(account.name()));
    fields.put("bound_service_account_namespaces", List.of(account.namespace()));
    fields.put("audience", ServiceAccount.VAULT_AUDIENCE);
    api.write("auth/kubernetes/role/" + name, fields);
  }
}
