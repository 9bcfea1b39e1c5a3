// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Assignments, a line each, as a shell reads them: {@code export DB_USERNAME='orders'}. A value
 * without {@code export} that does not begin with a quote goes as it is to the end of the line.
 * Docker's {@code --env-file} does the same. Nothing is expanded or run.
 */
public final class EnvironmentFormat implements TextFormat {

  private static final String EXPORT = "export ";

  @Override
  public Map<String, String> fields(String text) throws UnfitFileException {
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int end = endOfLine(text, at);
      String line = text.substring(at, end).trim();
      if (line.isEmpty() || line.startsWith("#")) {
        at = end + 1;
      } else {
        at = assignment(text, at, end, fields);
      }
    }
    return fields;
  }

  /**
   * Reads an assignment that begins in the line from {@code from} to {@code end}; returns its end.
   */
  private static int assignment(String text, int from, int end, Map<String, String> fields)
      throws UnfitFileException {
    int sign = text.indexOf('=', from);
    if (sign < 0 || sign > end) {
      throw malformed("a line that is no assignment");
    }
    String name = text.substring(from, sign).trim();
    boolean exported = name.startsWith(EXPORT);
    name = exported ? name.substring(EXPORT.length()).trim() : name;
    int begin = sign + 1;
    char first = begin < end ? text.charAt(begin) : '\n';
    if (exported || first == '\'' || first == '"') {
      ShellWord word = new ShellWord(text, begin);
      fields.put(name, word.read());
      return endOfLine(text, word.end()) + 1;
    }
    fields.put(name, text.substring(begin, end).trim());
    return end + 1;
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  static UnfitFileException malformed(String what) {
    return new UnfitFileException(
        "is not written as assignments: it has "
            + what
            + "; correct it, or set leasehold.source.format");
  }
}
