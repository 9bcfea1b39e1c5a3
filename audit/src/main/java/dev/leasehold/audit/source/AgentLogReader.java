// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an agent or a sidecar out of the log of its process or container. All other
 * lines of that log are the application's, so no line counts as unreadable. Of a longer line its
 * first 64 KiB count.
 */
public final class AgentLogReader implements LineReader {

  private static final int LONGEST = 1 << 16;
  private static final int LONGEST_DETAIL = 2000;

  private final byte[] line = new byte[LONGEST];
  private final RowWriter rows;
  private final PodLogFile place;

  /** By stream, the parts of a line whose end has not come. */
  private final Map<String, StringBuilder> parts = new HashMap<>();

  private int length;

  /**
   * Makes a reader that fills the table.
   *
   * @param file whose name may be that of a pod; null for standard input
   */
  public AgentLogReader(LogTables tables, @Nullable Path file) throws SQLException {
    rows = tables.writer("source_agent_line");
    place = PodLogFile.of(file);
  }

  @Override
  public void piece(byte[] bytes, int offset, int size) {
    int kept = Math.min(size, LONGEST - length);
    System.arraycopy(bytes, offset, line, length, kept);
    length += kept;
  }

  @Override
  public @Nullable LineProblem endOfLine() throws SQLException {
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    length = 0;
    String whole = whole(ContainerLine.of(text));
    AgentLine read = whole == null ? null : AgentLine.of(whole);
    if (read != null) {
      write(read);
    }
    return null;
  }

  /** Returns a line that is whole now; null if it goes on. */
  private @Nullable String whole(ContainerLine part) {
    if (!part.isPartial() && !parts.containsKey(part.stream())) {
      return part.text().stripTrailing();
    }
    StringBuilder text = parts.computeIfAbsent(part.stream(), stream -> new StringBuilder());
    text.append(part.text(), 0, Math.min(part.text().length(), LONGEST - text.length()));
    if (part.isPartial()) {
      return null;
    }
    parts.remove(part.stream());
    return text.toString().stripTrailing();
  }

  private void write(AgentLine read) throws SQLException {
    String message = read.message();
    AgentEvent event = AgentEvent.of(message);
    List<String> roles = event.roles(message);
    for (int i = 0; i < Math.max(1, roles.size()); i++) {
      String role = roles.isEmpty() ? null : roles.get(i);
      RoleName name = role == null ? null : RoleName.parse(role);
      rows.row(
          read.at(),
          place.namespace(),
          place.pod(),
          place.uid(),
          place.container(),
          read.process(),
          read.level(),
          event.title(message),
          event.binding(message),
          role,
          name == null ? null : name.stem(),
          name == null ? null : name.bornAt(),
          message.substring(0, Math.min(message.length(), LONGEST_DETAIL)));
    }
  }
}
