// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Rights of a service account in a cluster of the tests. */
final class ClusterRights {

  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String PATH = "/apis/" + GROUP + "/v1/";

  private ClusterRights() {}

  /**
   * Grants verbs on a resource of the core group in all namespaces.
   *
   * @param name of the role, and of its binding
   */
  static void grant(
      ControlPlane cluster, ServiceAccount account, String name, String resource, String... verbs) {
    Map<String, ?> metadata = Map.of("name", name);
    Map<String, ?> rule =
        Map.of("apiGroups", List.of(""), "resources", List.of(resource), "verbs", verbs);
    Map<String, ?> role = Map.of("apiGroup", GROUP, "kind", "ClusterRole", "name", name);
    Map<String, ?> subject =
        Map.of("kind", "ServiceAccount", "name", account.name(), "namespace", account.namespace());
    cluster
        .api()
        .create(PATH + "clusterroles", Map.of("metadata", metadata, "rules", List.of(rule)));
    cluster
        .api()
        .create(
            PATH + "clusterrolebindings",
            Map.of("metadata", metadata, "roleRef", role, "subjects", List.of(subject)));
  }

  /** Writes a client configuration of the account into a folder, and returns its path. */
  static String kubeconfig(ControlPlane cluster, ServiceAccount account, Path folder)
      throws IOException {
    String admin = Files.readString(cluster.kubeconfig());
    String token = cluster.token(account, JwtIssuer.CLUSTER, Duration.ofHours(1));
    Path file = folder.resolve("kubeconfig");
    Files.writeString(file, admin.replaceFirst("token: \\S+", "token: " + token));
    return file.toString();
  }
}
