// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of a pod's state that the audit keeps. Times are milliseconds since 1970.
 *
 * @param addresses an address of each family that the cluster has; none before the pod has started
 * @param images of its containers, with a space between them; the first 500 characters
 * @param startedAt of its containers by its node's clock, or when it was made, where that is later
 * @param endedAt when it ended or is to end; null while nobody has ended it
 * @param injected whether {@code leasehold inject} has changed it
 */
public record PodState(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String uid,
    @Nullable String accountName,
    @Nullable String node,
    List<String> addresses,
    String images,
    @Nullable Long startedAt,
    @Nullable Long endedAt,
    boolean injected) {

  private static final String INJECTED = "leasehold.dev/injected";

  /** Characters that are kept of the images: a pod may have any number of containers. */
  private static final int LONGEST_IMAGES = 500;

  /** A cluster has one address of each family for a pod ({@code PodIPs} of {@code core/v1}). */
  private static final int MOST_ADDRESSES = 2;

  /** Copies the list, which can change. */
  public PodState {
    addresses = List.copyOf(addresses);
  }

  /** Reads a pod in JSON, as the API server shows it. */
  public static PodState parse(String json) {
    try {
      return of(PodRows.MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no object in JSON", e);
    }
  }

  static PodState of(JsonNode pod) {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    return new PodState(
        PodRows.text(metadata, "namespace"),
        PodRows.text(metadata, "name"),
        PodRows.text(metadata, "uid"),
        PodRows.text(spec, "serviceAccountName"),
        PodRows.text(spec, "nodeName"),
        addresses(status),
        images(spec),
        start(metadata, status),
        end(metadata, status),
        metadata.path("annotations").has(INJECTED));
  }

  /**
   * Returns the pod with an end that is not later than {@code at}, in milliseconds since 1970: a
   * later end is its user's choice.
   */
  public PodState gone(long at) {
    return ended(endedAt == null || endedAt > at ? (Long) at : endedAt);
  }

  /**
   * Returns the pod as it is at {@code at}, in milliseconds since 1970: an end that is to come is
   * none yet.
   */
  public PodState present(long at) {
    return endedAt == null || endedAt <= at ? this : ended(null);
  }

  private PodState ended(@Nullable Long end) {
    return new PodState(
        namespace, name, uid, accountName, node, addresses, images, startedAt, end, injected);
  }

  /** The clock of a node may begin in 1970, and no pod has an address before it was made. */
  private static @Nullable Long start(JsonNode metadata, JsonNode status) {
    Long started = PodRows.millis(status, "startTime");
    Long created = PodRows.millis(metadata, "creationTimestamp");
    return started == null || created != null && created > started ? created : started;
  }

  /**
   * All addresses, of which the first address is {@code podIP}, too; an old cluster has that alone.
   */
  private static List<String> addresses(JsonNode status) {
    TreeSet<String> addresses = new TreeSet<>();
    String first = PodRows.text(status, "podIP");
    if (first != null) {
      addresses.add(first);
    }
    for (JsonNode each : status.path("podIPs")) {
      String address = PodRows.text(each, "ip");
      if (address != null && addresses.size() < MOST_ADDRESSES) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  private static String images(JsonNode spec) {
    TreeSet<String> images = new TreeSet<>();
    spec.path("containers").forEach(each -> images.add(each.path("image").asText()));
    String names = String.join(" ", images);
    int end = Math.min(LONGEST_IMAGES, names.length());
    boolean isInPair = end > 0 && Character.isHighSurrogate(names.charAt(end - 1));
    return names.substring(0, isInPair ? end - 1 : end);
  }

  /** A pod that ended has the end of its last container, or the time when it was deleted. */
  private static @Nullable Long end(JsonNode metadata, JsonNode status) {
    String phase = status.path("phase").asText();
    Long end = PodRows.millis(metadata, "deletionTimestamp");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      for (JsonNode container : status.path("containerStatuses")) {
        Long finished = PodRows.millis(container.path("state").path("terminated"), "finishedAt");
        end = end == null || finished != null && finished > end ? finished : end;
      }
    }
    return end;
  }
}
