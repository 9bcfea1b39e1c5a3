// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes pods, as the API server shows them, into their table. */
final class PodRows {

  /** Names of annotations are made by whoever makes pods: no table of names is kept. */
  static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

  private static final String INJECTED = "leasehold.dev/injected";

  private final RowWriter pods;
  private final long snapshot;

  /**
   * Fills the table.
   *
   * @param snapshot tells the input from others
   */
  PodRows(LogTables tables, long snapshot) throws SQLException {
    pods = tables.writer("source_pod");
    this.snapshot = snapshot;
  }

  /** Adds a pod. */
  void add(JsonNode pod) throws SQLException {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    pods.row(
        text(metadata, "namespace"),
        text(metadata, "name"),
        text(metadata, "uid"),
        text(spec, "serviceAccountName"),
        text(spec, "nodeName"),
        text(status, "podIP"),
        images(spec),
        millis(status, "startTime"),
        millis(metadata, "creationTimestamp"),
        end(metadata, status),
        metadata.path("annotations").has(INJECTED),
        snapshot);
  }

  private static String images(JsonNode spec) {
    TreeSet<String> images = new TreeSet<>();
    spec.path("containers").forEach(each -> images.add(each.path("image").asText()));
    return String.join(" ", images);
  }

  /** A pod that ended has the end of its last container, or the time when it was deleted. */
  private static @Nullable Long end(JsonNode metadata, JsonNode status) {
    String phase = status.path("phase").asText();
    Long end = millis(metadata, "deletionTimestamp");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      for (JsonNode container : status.path("containerStatuses")) {
        Long finished = millis(container.path("state").path("terminated"), "finishedAt");
        end = end == null || finished != null && finished > end ? finished : end;
      }
    }
    return end;
  }

  /** Returns a text; null where there is none. */
  static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }

  /** Returns a time; null where there is none. */
  static @Nullable Long millis(JsonNode object, String field) {
    return Rfc3339.millis(text(object, field));
  }
}
