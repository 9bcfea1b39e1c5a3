// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A pod that has the agent or the sidecar.
 *
 * @param by {@code agent} or {@code sidecar}
 * @param image Leasehold's image; empty where the pod names none
 * @param state {@code ready}, {@code not ready}, or how the pod has ended
 * @param reasons why containers do not run, by container; empty where nothing is wrong
 */
public record InjectedPod(
    String namespace,
    String name,
    String by,
    String image,
    String state,
    Map<String, String> reasons) {

  /** Makes a pod with its own copy of the reasons, in their order. */
  public InjectedPod {
    reasons = new LinkedHashMap<>(reasons);
  }

  /** Returns all of it by name, for a program. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("namespace", namespace);
    fields.put("name", name);
    fields.put("by", by);
    fields.put("image", image);
    fields.put("state", state);
    fields.put("reasons", reasons);
    return fields;
  }
}
