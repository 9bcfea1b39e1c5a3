// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer as one JSON object. */
final class JsonAnswer {

  /** Text that is no ASCII is escaped: a terminal obeys some of it. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonAnswer() {}

  static void write(List<AnswerSection> sections, Writer out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      for (AnswerSection section : sections) {
        json.writeArrayFieldStart(section.name());
        for (List<@Nullable Object> row : section.rows()) {
          json.writeStartObject();
          for (int i = 0; i < section.columns().size(); i++) {
            field(json, section.columns().get(i), row.get(i));
          }
          json.writeEndObject();
        }
        json.writeEndArray();
        if (section.omitted() > 0) {
          json.writeNumberField(section.name() + "_left_out", section.omitted());
        }
      }
      json.writeEndObject();
    }
    out.append('\n');
  }

  private static void field(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNullField(name);
    } else if (value instanceof Long number) {
      json.writeNumberField(name, number);
    } else if (value instanceof Boolean flag) {
      json.writeBooleanField(name, flag);
    } else {
      json.writeStringField(name, value.toString());
    }
  }
}
