// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of SQL statements. A statement ends with a semicolon at the end of a line. Statements may
 * have names, in a comment before them: {@code -- section: NAME}.
 */
public final class SqlScript {

  private static final String SECTION = "-- section: ";

  private final Map<String, String> sections = new LinkedHashMap<>();

  /** Reads the text of a script. */
  static SqlScript parse(String text) {
    return new SqlScript(text);
  }

  private SqlScript(String text) {
    String name = "";
    StringBuilder statement = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith(SECTION)) {
        name = line.substring(SECTION.length());
      } else if (!line.startsWith("--")) {
        statement.append(line).append('\n');
      }
      if (line.endsWith(";") && !line.startsWith("--")) {
        String sql = statement.toString().strip();
        sections.put(
            name.isEmpty() ? String.valueOf(sections.size()) : name,
            sql.substring(0, sql.length() - 1));
        statement.setLength(0);
      }
    }
  }

  /** Loads a script of this program: {@code join/NAME} or {@code question/NAME}. */
  public static SqlScript load(String name) {
    String resource = "/dev/leasehold/audit/" + name + ".sql";
    try (InputStream in = SqlScript.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not in the program");
      }
      return new SqlScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the statements in their order. */
  public List<String> statements() {
    return new ArrayList<>(sections.values());
  }

  /** Returns the statements by their names, in their order. */
  public Map<String, String> sections() {
    return new LinkedHashMap<>(sections);
  }
}
