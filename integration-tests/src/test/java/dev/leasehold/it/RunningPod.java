// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.Kubectl;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.util.List;
import java.util.Map;

/** A pod of a control plane without a node, which runs as its status says. */
final class RunningPod {

  private RunningPod() {}

  /** Creates a pod of one container and makes it run. Returns its UID. */
  static String start(ControlPlane cluster, ServiceAccount account, String name, String address) {
    String uid = create(cluster, account, name, "app:1");
    run(cluster, account, name, address);
    return uid;
  }

  /** Creates a pod of one container, which does not run yet. Returns its UID. */
  static String create(ControlPlane cluster, ServiceAccount account, String name, String image) {
    Map<String, Object> pod =
        Map.of(
            "metadata",
            Map.of("name", name),
            "spec",
            Map.of(
                "serviceAccountName",
                account.name(),
                "containers",
                List.of(Map.of("name", "app", "image", image))));
    String pods = "/api/v1/namespaces/" + account.namespace() + "/pods";
    return cluster.api().create(pods, pod).at("/metadata/uid").asText();
  }

  /** Reports a pod as a kubelet does that has started it. */
  static void run(ControlPlane cluster, ServiceAccount account, String name, String address) {
    String status =
        "{\"status\":{\"phase\":\"Running\",\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}";
    new Kubectl(cluster, account.namespace())
        .run(
            "patch",
            "pod",
            name,
            "--subresource=status",
            "--type=merge",
            "--patch=" + status.formatted(address));
  }
}
