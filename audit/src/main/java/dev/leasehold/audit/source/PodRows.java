// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes pods into their table. */
public final class PodRows {

  /** Names of annotations are made by whoever makes pods: no table of names is kept. */
  static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

  private final RowWriter pods;
  private final LogTables tables;
  private final long snapshot;

  /**
   * Fills the table.
   *
   * @param snapshot tells the input from others
   */
  public PodRows(LogTables tables, long snapshot) throws SQLException {
    pods = tables.writer("source_pod");
    this.tables = tables;
    this.snapshot = snapshot;
  }

  /** Adds a pod. */
  public void add(PodState pod) throws SQLException {
    pods.row(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.accountName(),
        pod.node(),
        pod.address(),
        pod.images(),
        pod.startedAt(),
        pod.createdAt(),
        pod.endedAt(),
        pod.injected(),
        snapshot);
  }

  /** Says that the input has all pods that there were at a time, in milliseconds since 1970. */
  public void areAll(long at) throws SQLException {
    tables
        .writer("source_pod_request")
        .row(at, "pods listed", null, null, null, null, null, null, snapshot);
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
