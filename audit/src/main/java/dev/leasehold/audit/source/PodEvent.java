// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The part of a Kubernetes Event about a pod that the audit keeps.
 *
 * @param at when the API server took it, in milliseconds since 1970: its writer chooses all other
 *     times
 */
public record PodEvent(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String uid,
    @Nullable String reason,
    @Nullable Long at) {

  /** Reads an Event in JSON, as the API server shows it; null for an Event that is about no pod. */
  public static @Nullable PodEvent parse(String json) {
    try {
      return of(PodRows.MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no object in JSON", e);
    }
  }

  static @Nullable PodEvent of(JsonNode event) {
    JsonNode about = event.path("involvedObject");
    if (!about.path("kind").asText().equals("Pod")) {
      return null;
    }
    return new PodEvent(
        PodRows.text(about, "namespace"),
        PodRows.text(about, "name"),
        PodRows.text(about, "uid"),
        PodRows.text(event, "reason"),
        PodRows.millis(event.path("metadata"), "creationTimestamp"));
  }
}
