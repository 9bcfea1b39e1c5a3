// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The format of {@link Properties}: quotes are part of a value, a backslash escapes. */
public final class PropertiesFormat implements TextFormat {

  @Override
  public Map<String, String> fields(String text) throws UnfitFileException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new UnfitFileException(
          "is not written as properties: a \\u without four hexadecimal digits; correct it, or"
              + " set leasehold.source.format");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : properties.stringPropertyNames()) {
      fields.put(name, properties.getProperty(name));
    }
    return fields;
  }
}
