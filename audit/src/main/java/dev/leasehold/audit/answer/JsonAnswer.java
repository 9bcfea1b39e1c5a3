// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes an answer as one JSON object. */
final class JsonAnswer {

  private JsonAnswer() {}

  static void write(List<AnswerSection> sections, Appendable out) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
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
      }
      json.writeEndObject();
    }
    out.append(text.getBuffer()).append('\n');
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
