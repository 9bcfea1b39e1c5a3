// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import java.util.Map;

/**
 * The format that a text seems to have. JSON begins with a brace. Assignments have a line that
 * begins with {@code export}, or all names in the form of variables. Any other text is properties.
 */
public final class DetectedFormat implements TextFormat {

  @Override
  public Map<String, String> fields(String text) throws UnfitFileException {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      throw new UnfitFileException("is empty; check the program that writes it");
    }
    if (trimmed.startsWith("{")) {
      return new JsonFormat().fields(text);
    }
    return areAssignments(trimmed)
        ? new EnvironmentFormat().fields(text)
        : new PropertiesFormat().fields(text);
  }

  private static boolean areAssignments(String text) {
    boolean variables = true;
    for (String line : text.split("\n", -1)) {
      String trimmed = line.trim();
      if (trimmed.startsWith("export ")) {
        return true;
      }
      if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
        variables &= isVariable(trimmed.substring(0, Math.max(0, trimmed.indexOf('='))));
      }
    }
    return variables;
  }

  private static boolean isVariable(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && (i == 0 || c < '0' || c > '9')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
