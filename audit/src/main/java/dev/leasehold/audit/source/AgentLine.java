// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that has the form of the agent's or the sidecar's. Anything that writes to the same stream
 * can write such a line.
 *
 * @param at milliseconds since 1970
 * @param process the id of the agent's process; null of a sidecar
 */
record AgentLine(long at, @Nullable String process, String level, String message) {

  private static final String OWN = "leasehold";

  /** {@code TIME PID LEVEL [leasehold] MESSAGE}, and {@code TIME LEVEL leasehold - MESSAGE}. */
  private static final Pattern TEXT =
      Pattern.compile(
          "(?<time>\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:\\d\\d)) (?:(?<process>\\d+) )?"
              + "(?<level>ERROR|WARN|INFO|DEBUG) (?:\\[leasehold]|leasehold -) (?<message>.*)");

  /** Reads a line; null if it has another form. */
  static @Nullable AgentLine of(String line) {
    if (!line.contains(OWN)) {
      return null;
    }
    return line.startsWith("{") ? ofJson(line) : ofText(line);
  }

  private static @Nullable AgentLine ofText(String line) {
    Matcher parts = TEXT.matcher(line);
    if (!parts.matches()) {
      return null;
    }
    Long at = Rfc3339.millis(parts.group("time"));
    return at == null
        ? null
        : new AgentLine(at, parts.group("process"), parts.group("level"), parts.group("message"));
  }

  /** The fields are the Elastic Common Schema's, with their dots in their names. */
  private static @Nullable AgentLine ofJson(String line) {
    JsonNode entry;
    try {
      entry = PodRows.MAPPER.readTree(line);
    } catch (IOException e) {
      return null;
    }
    Long at = Rfc3339.millis(entry.path("@timestamp").asText());
    return at == null || !entry.path("log.logger").asText().equals(OWN)
        ? null
        : new AgentLine(at, null, entry.path("log.level").asText(), entry.path("message").asText());
  }
}
