// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.leasehold.lease.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes small flat JSON objects, as Vault is sent: strings and whole numbers. */
public final class JsonObject {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Adds a string. */
  public JsonObject with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /** Adds a secret, which is written as it is and masked in the result of {@link #mask}. */
  public JsonObject with(String name, Secret value) {
    fields.put(name, value);
    return this;
  }

  /** Adds a whole number. */
  public JsonObject with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  /** Returns the object in UTF-8. Secrets are in it as they are. */
  public byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      for (Map.Entry<String, Object> field : fields.entrySet()) {
        Object value = field.getValue();
        if (value instanceof Long) {
          json.writeNumberField(field.getKey(), (Long) value);
        } else {
          json.writeStringField(field.getKey(), text(value));
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** Returns {@code text} without any secret of this object that a server may have echoed. */
  public String mask(String text) {
    String masked = text;
    for (Object value : fields.values()) {
      if (value instanceof Secret) {
        masked = masked.replace(text(value), value.toString());
      }
    }
    return masked;
  }

  private static String text(Object value) {
    return value instanceof Secret ? ((Secret) value).reveal() : (String) value;
  }

  @Override
  public String toString() {
    return "JSON object with " + fields.keySet();
  }
}
