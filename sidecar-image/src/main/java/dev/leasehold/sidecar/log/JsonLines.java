// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * One JSON object a line, in ASCII. The fields are the ECS logging specification's, which
 * collectors know (Elastic, Loki's and Fluent Bit's parsers): {@code @timestamp}, {@code
 * log.level}, {@code message}, {@code ecs.version}.
 */
final class JsonLines implements LogLines {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The version of the schema whose fields these are. */
  private static final String ECS_VERSION = "1.2.0";

  /** UTC, always to the millisecond: some parsers take one number of digits only. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private final Clock clock;

  JsonLines(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String format(String logger, Level level, String message, @Nullable Throwable fault) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("@timestamp", TIME.format(clock.instant()));
      json.writeStringField("log.level", level.toString());
      json.writeStringField("message", message);
      json.writeStringField("ecs.version", ECS_VERSION);
      json.writeStringField("log.logger", logger);
      json.writeStringField("process.thread.name", Thread.currentThread().getName());
      if (fault != null) {
        json.writeStringField("error.type", fault.getClass().getName());
        json.writeStringField("error.message", String.valueOf(fault.getMessage()));
        json.writeStringField("error.stack_trace", TextLogLines.stackTrace(fault));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
