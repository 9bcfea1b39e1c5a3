// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads pods and their events as {@code kubectl get pods,events -A -o json} writes them: a list, or
 * several one after the other, or single objects. One object is in memory at a time.
 */
public final class KubernetesReader {

  private static final String INJECTED = "leasehold.dev/injected";

  /** Names of annotations are made by whoever makes pods: no table of names is kept. */
  private final ObjectMapper mapper =
      new ObjectMapper(
          JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build());

  private final LogTables tables;
  private final RowWriter pods;
  private final RowWriter events;
  private final long snapshot;

  /**
   * Makes a reader that fills the tables.
   *
   * @param snapshot tells its input from others
   */
  public KubernetesReader(LogTables tables, long snapshot) throws SQLException {
    this.tables = tables;
    this.snapshot = snapshot;
    pods = tables.writer("source_pod");
    events = tables.writer("source_pod_event");
  }

  /** Reads an input to its end, or to where it breaks off. */
  public void read(LogInput input) throws SQLException {
    InputStream opened;
    try {
      opened = input.open();
    } catch (IOException e) {
      tables.problem(LogKind.KUBERNETES, input.name(), LineProblem.NOT_OPENED, 1);
      return;
    }
    long line = 1;
    try (InputStream in = opened;
        JsonParser json = mapper.createParser(in)) {
      try {
        while (json.nextToken() != null) {
          line = json.currentLocation().getLineNr();
          if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("no object");
          }
          document(json);
        }
      } catch (IOException e) {
        line = Math.max(line, json.currentLocation().getLineNr());
        throw e;
      }
    } catch (IOException e) {
      tables.problem(LogKind.KUBERNETES, input.name(), LineProblem.UNREADABLE, line);
    }
  }

  /** Reads a list item by item. Another object has no {@code items}, and is read whole. */
  private void document(JsonParser json) throws IOException, SQLException {
    ObjectNode rest = mapper.createObjectNode();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals("items")) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          object(mapper.readTree(json));
        }
      } else {
        rest.set(name, mapper.readTree(json));
      }
    }
    object(rest);
  }

  private void object(JsonNode object) throws SQLException {
    switch (object.path("kind").asText()) {
      case "Pod" -> pod(object);
      case "Event" -> event(object);
      default -> {
        return;
      }
    }
    tables.read(LogKind.KUBERNETES);
  }

  private void pod(JsonNode pod) throws SQLException {
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

  private void event(JsonNode event) throws SQLException {
    JsonNode about = event.path("involvedObject");
    Long at = millis(event, "lastTimestamp");
    if (about.path("kind").asText().equals("Pod")) {
      events.row(
          text(about, "namespace"),
          text(about, "name"),
          text(about, "uid"),
          text(event, "reason"),
          at == null ? millis(event, "eventTime") : at,
          snapshot);
    }
  }

  private static @Nullable String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() && !value.asText().isEmpty() ? value.asText() : null;
  }

  private static @Nullable Long millis(JsonNode object, String field) {
    return Rfc3339.millis(text(object, field));
  }
}
