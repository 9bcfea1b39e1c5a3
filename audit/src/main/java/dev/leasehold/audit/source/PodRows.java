// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes pods and their events into tables. */
public final class PodRows {

  /** The maker of a pod makes the names of its annotations: no table of names is kept. */
  static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

  private final RowWriter pods;
  private final RowWriter events;
  private final LogTables tables;
  private final long snapshot;

  /**
   * Fills the tables.
   *
   * @param snapshot tells the input from others
   */
  public PodRows(LogTables tables, long snapshot) throws SQLException {
    pods = tables.writer("source_pod");
    events = tables.writer("source_pod_event");
    this.tables = tables;
    this.snapshot = snapshot;
  }

  /** Adds a pod: a row for each address, and a row for a pod without an address. */
  public void add(PodState pod) throws SQLException {
    if (pod.addresses().isEmpty()) {
      row(pod, null);
    }
    for (String address : pod.addresses()) {
      row(pod, address);
    }
  }

  private void row(PodState pod, @Nullable String address) throws SQLException {
    pods.row(
        pod.namespace(),
        pod.name(),
        pod.uid(),
        pod.accountName(),
        pod.node(),
        address,
        pod.images(),
        pod.startedAt(),
        pod.endedAt(),
        pod.injected(),
        snapshot);
  }

  /** Adds an event; null for none. */
  public void add(@Nullable PodEvent event) throws SQLException {
    if (event != null) {
      events.row(
          event.namespace(), event.name(), event.uid(), event.reason(), event.at(), snapshot);
    }
  }

  /** Says that the input has all pods that there were at a time, in milliseconds since 1970. */
  public void areAll(long at) throws SQLException {
    say("pods listed", at);
  }

  /**
   * Says that the input has each change up to {@code until}, in milliseconds since 1970, from the
   * time of the call before on.
   */
  public void areWatched(long until) throws SQLException {
    say("pods watched", until);
  }

  /**
   * Says that the input is a log: it has the pods that were written in its time, and no others.
   *
   * @param at of its first pod, in milliseconds since 1970
   */
  void areLogged(long at) throws SQLException {
    say("pods logged", at);
  }

  private void say(String what, long at) throws SQLException {
    tables.writer("source_pod_request").row(at, what, null, null, null, null, null, null, snapshot);
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
