// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leasehold.audit.join.BoundedText;
import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.live.FindingEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding as it is written out.
 *
 * @param id tells it from all others; written twice, it is the same finding
 * @param code its kind
 * @param text a JSON object in one line, without a line break
 */
record FindingText(String id, FindingCode code, String text) {

  /** In ASCII, so that half a line is always the beginning of a line. */
  private static final ObjectMapper JSON =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  /** Reads a row of the finding's id and of the columns of the table {@code found}. */
  static FindingText of(ResultSet row, long now) throws SQLException {
    FindingCode code = FindingCode.valueOf(row.getString("code"));
    ObjectNode object = JSON.createObjectNode();
    object.put("id", row.getString("id"));
    object.put("code", code.name());
    object.put("severity", code.severity().name());
    object.put("title", code.title());
    object.put("found_at", Instant.ofEpochMilli(now).toString());
    time(object, "happened_at", row);
    time(object, "until_at", row);
    for (String name : new String[] {"pod", "role", "lease_id", "address"}) {
      text(object, name, row.getString(name));
    }
    object.put("occurrences", row.getLong("occurrences"));
    text(object, "detail", row.getString("detail"));
    try {
      return new FindingText(row.getString("id"), code, JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts, numbers and times can be written", e);
    }
  }

  /**
   * Returns the content of an Event: the text has all of it, so that it is the same after a
   * restart. The pod of LA12 is the thief's, which is not told.
   */
  FindingEvents.Announced announced() {
    JsonNode finding;
    try {
      finding = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the state has the JSON that was written into it", e);
    }
    StringBuilder message = new StringBuilder(finding.path("title").asText());
    message.append(": ").append(finding.path("detail").asText());
    for (String name : new String[] {"role", "address"}) {
      if (finding.has(name)) {
        message.append("; ").append(name).append(' ').append(finding.path(name).asText());
      }
    }
    String foundAt = finding.path("found_at").asText();
    boolean isOfPod = code != FindingCode.LA12 && finding.path("pod").asText().indexOf('/') > 0;
    return new FindingEvents.Announced(
        id,
        code.name(),
        foundAt,
        finding.path("happened_at").asText(foundAt),
        isOfPod ? finding.path("pod").asText() : null,
        BoundedText.printable(message.toString()));
  }

  private static void time(ObjectNode object, String name, ResultSet row) throws SQLException {
    long millis = row.getLong(name);
    if (!row.wasNull()) {
      object.put(name, Instant.ofEpochMilli(millis).toString());
    }
  }

  private static void text(ObjectNode object, String name, @Nullable String text) {
    if (text != null) {
      object.put(name, BoundedText.of(text));
    }
  }
}
