// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.json.Json;
import dev.leasehold.json.JsonNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object: flat, or Vault's own answer, whose credential is in {@code data} and, for the
 * second version of the key-value engine, in {@code data.data}. Names of other nested objects are
 * joined by dots; lists are passed over.
 */
public final class JsonFormat implements TextFormat {

  private static final String DATA = "data";

  /** The end that {@link JsonNumber} gives a number that it does not show whole. */
  private static final String CUT = "...";

  @Override
  public Map<String, String> fields(String text) throws UnfitFileException {
    Map<String, @Nullable Object> object;
    try {
      object = Json.object(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException malformed) {
      throw new UnfitFileException(
          "is not one whole JSON object; correct it, or set leasehold.source.format");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    add("", object, fields);
    Object data = object.get(DATA);
    if (data instanceof Map) {
      Object inner = ((Map<?, ?>) data).get(DATA);
      add("", (Map<?, ?>) (inner instanceof Map ? inner : data), fields);
    }
    return fields;
  }

  private static void add(String prefix, Map<?, ?> object, Map<String, String> fields)
      throws UnfitFileException {
    for (Map.Entry<?, ?> each : object.entrySet()) {
      String name = prefix + each.getKey();
      Object value = each.getValue();
      if (value instanceof Map) {
        if (!name.equals(DATA)) {
          add(name + ".", (Map<?, ?>) value, fields);
        }
      } else if (value != null && !(value instanceof List)) {
        fields.put(name, text(name, value));
      }
    }
  }

  private static String text(String name, Object value) throws UnfitFileException {
    String text = value.toString();
    boolean cut = value instanceof JsonNumber && text.endsWith(CUT);
    if (cut && CredentialNames.isRead(CredentialNames.normalized(name))) {
      throw new UnfitFileException(
          "holds a number of over 40 digits under " + name + "; write it in quotes");
    }
    return text;
  }
}
