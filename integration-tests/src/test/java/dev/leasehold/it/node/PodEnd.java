// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.it.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How a pod, or the container of its program, ends on a node. */
enum PodEnd {
  DRAINED("drain", "node drained", "`kubectl drain`") {
    @Override
    Instant make(Shop shop, String pod) {
      try {
        shop.kubectl(
            pod,
            "drain",
            "node",
            "--force", // The pod has no controller.
            "--delete-emptydir-data",
            PATIENCE,
            "--pod-selector=app=" + pod);
        return Instant.now();
      } finally {
        shop.kubectl(pod, "uncordon", "node");
      }
    }
  },

  EVICTED("evict", "pod evicted", "the eviction API, as an autoscaler calls it") {
    @Override
    Instant make(Shop shop, String pod) {
      Map<String, ?> metadata = Map.of("name", pod, "namespace", Shop.NAMESPACE);
      shop.cluster()
          .api()
          .create(
              "/api/v1/namespaces/" + Shop.NAMESPACE + "/pods/" + pod + "/eviction",
              Map.of("apiVersion", "policy/v1", "kind", "Eviction", "metadata", metadata));
      shop.kubectl(pod, "wait", "--for=delete", "pod/" + pod, PATIENCE);
      return Instant.now();
    }
  },

  FORCED("force", "pod deleted by force", "`kubectl delete --force --grace-period=0`") {
    @Override
    Instant make(Shop shop, String pod) {
      shop.kubectl(pod, "delete", "pod/" + pod, "--force", "--grace-period=0");
      return Instant.now();
    }
  },

  OUT_OF_MEMORY("oom", "out of memory", "the program takes more than the limit of its container") {
    @Override
    Instant make(Shop shop, String pod) {
      Eventually.holds(
          "the kernel has killed " + pod,
          Duration.ofMinutes(3),
          () -> terminated(shop, pod).path("reason").asText().equals(OUT));
      return Instant.parse(terminated(shop, pod).path("finishedAt").asText());
    }

    private JsonNode terminated(Shop shop, String pod) {
      return shop.cluster()
          .api()
          .read("/api/v1/namespaces/" + Shop.NAMESPACE + "/pods/" + pod)
          .at("/status/containerStatuses/0/lastState/terminated");
    }
  };

  private static final String PATIENCE = NodeIT.PATIENCE;

  /** Why a container has ended that the kernel has killed for its memory. */
  private static final String OUT = "OOMKilled";

  private final String shortName;
  private final String label;
  private final String how;

  PodEnd(String shortName, String label, String how) {
    this.shortName = shortName;
    this.label = label;
    this.how = how;
  }

  /**
   * Returns the name of a pod to end so: Vault names the database's roles after its first eight
   * characters.
   */
  String pod(PodKind kind) {
    return shortName + "-" + kind.label().charAt(0);
  }

  String label() {
    return label;
  }

  String how() {
    return how;
  }

  /** Whether the kubelet starts the container again, in the same pod. */
  boolean isOfContainer() {
    return this == OUT_OF_MEMORY;
  }

  /**
   * Makes it, and waits until the API server tells of it.
   *
   * @return when the API server no longer had the pod, or when the container ended, to the second
   */
  abstract Instant make(Shop shop, String pod);
}
