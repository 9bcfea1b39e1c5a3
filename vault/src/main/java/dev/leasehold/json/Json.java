// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object into maps, lists, strings, numbers and booleans, within bounds. */
public final class Json {

  /** The longest text that is read, in bytes: 1 MiB. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final int MAX_DEPTH = 32;

  /** Buffers are not kept for reuse: passwords would lie about in them. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_BYTES) // Harmless: see JsonNumber.
                  .maxStringLength(MAX_BYTES)
                  .build())
          .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private Json() {}

  /**
   * Reads one JSON object. A number is a {@link JsonNumber}.
   *
   * @throws IOException when {@code bytes} hold something else; its message may hold parts of them
   *     and must not be shown
   */
  public static Map<String, @Nullable Object> object(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      Map<String, @Nullable Object> fields = fields(parser);
      if (parser.nextToken() != null) {
        throw new IOException("more than a JSON object");
      }
      return fields;
    }
  }

  private static Map<String, @Nullable Object> fields(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<@Nullable Object> items(JsonParser parser) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return items;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT:
        return fields(parser);
      case START_ARRAY:
        return items(parser);
      case VALUE_STRING:
        return parser.getText();
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return new JsonNumber(parser.getText());
      case VALUE_TRUE:
      case VALUE_FALSE:
        return parser.getBooleanValue();
      default:
        return null;
    }
  }
}
