// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;

/**
 * Reads pods and their events as {@code kubectl get pods,events -A -o json} writes them: a list, or
 * several one after the other, or single objects. One object is in memory at a time.
 */
public final class KubernetesReader {

  private final LogTables tables;
  private final PodRows pods;

  /**
   * Makes a reader that fills the tables.
   *
   * @param snapshot tells its input from others
   */
  public KubernetesReader(LogTables tables, long snapshot) throws SQLException {
    this.tables = tables;
    pods = new PodRows(tables, snapshot);
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
    read(input.name(), opened);
  }

  /** Reads an input that was opened, and closes it. */
  public void read(String name, InputStream opened) throws SQLException {
    long line = 1;
    try (InputStream in = opened;
        JsonParser json = PodRows.MAPPER.createParser(in)) {
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
      tables.problem(LogKind.KUBERNETES, name, LineProblem.UNREADABLE, line);
    }
  }

  /** Reads a list item by item. Another object has no {@code items}, and is read whole. */
  private void document(JsonParser json) throws IOException, SQLException {
    ObjectNode rest = PodRows.MAPPER.createObjectNode();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals("items")) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          object(PodRows.MAPPER.readTree(json));
        }
      } else {
        rest.set(name, PodRows.MAPPER.readTree(json));
      }
    }
    object(rest);
  }

  private void object(JsonNode object) throws SQLException {
    switch (object.path("kind").asText()) {
      case "Pod" -> pods.add(PodState.of(object));
      case "Event" -> pods.add(PodEvent.of(object));
      default -> {
        return;
      }
    }
    tables.read(LogKind.KUBERNETES);
  }
}
