// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ends of leases in Vault's server log. No audit device says it. Three messages of {@code
 * vault/expiration.go} count. They count where that logger writes them, and not where another
 * message quotes them.
 */
public final class VaultServerReader implements LineReader {

  private static final int LONGEST = 1 << 16;

  /** The messages, with the event that each is. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "revoked lease",
          "revoked",
          "failed to revoke lease",
          "failed",
          "revocation from the backend failed, but in force mode so ignoring. external resources may"
              + " be orphaned.",
          "forced");

  private static final Pattern TEXT =
      Pattern.compile(
          "(?<time>\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:?\\d\\d)) +\\[\\w+ *\\] +"
              + "(?:[\\w-]+\\.)*expiration: (?<message>"
              + EVENTS.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"))
              + "): lease_id=(?<lease>\\S+).*");
  private static final Pattern MODULE = Pattern.compile("(?:[\\w-]+\\.)*expiration");

  private enum ServerLogField {
    MESSAGE,
    MODULE,
    TIMESTAMP,
    LEASE_ID
  }

  private final JsonValues json =
      new JsonValues(
          ServerLogField.values().length,
          JsonValues.Name.of("@message", ServerLogField.MESSAGE),
          JsonValues.Name.of("@module", ServerLogField.MODULE),
          JsonValues.Name.of("@timestamp", ServerLogField.TIMESTAMP),
          JsonValues.Name.of("lease_id", ServerLogField.LEASE_ID));
  private final byte[] text = new byte[LONGEST];
  private final RowWriter ends;
  private long length;

  /** Makes a reader that fills the table. */
  public VaultServerReader(LogTables tables) throws SQLException {
    ends = tables.writer("source_lease_end");
  }

  @Override
  public void piece(byte[] bytes, int offset, int size) {
    int kept = (int) Math.min(size, Math.max(0, LONGEST - length));
    System.arraycopy(bytes, offset, text, (int) Math.min(length, LONGEST), kept);
    length += size;
  }

  @Override
  public @Nullable LineProblem endOfLine() throws SQLException {
    int size = (int) Math.min(length, LONGEST);
    boolean isTooLong = length > LONGEST;
    length = 0;
    if (isTooLong) {
      return LineProblem.TOO_LONG;
    }
    return text[0] == '{' ? json(size) : text(size);
  }

  private @Nullable LineProblem json(int size) throws SQLException {
    json.add(text, 0, size);
    if (!json.end()) {
      return LineProblem.UNREADABLE;
    }
    String module = json.get(ServerLogField.MODULE);
    String lease = json.get(ServerLogField.LEASE_ID);
    boolean isOfLeases = module != null && MODULE.matcher(module).matches();
    return isOfLeases && lease != null
        ? row(json.get(ServerLogField.TIMESTAMP), lease, json.get(ServerLogField.MESSAGE))
        : null;
  }

  private @Nullable LineProblem text(int size) throws SQLException {
    Matcher parts = TEXT.matcher(new String(text, 0, size, StandardCharsets.UTF_8).stripTrailing());
    return parts.matches()
        ? row(parts.group("time"), parts.group("lease"), parts.group("message"))
        : null;
  }

  private @Nullable LineProblem row(@Nullable String time, String lease, @Nullable String message)
      throws SQLException {
    String event = EVENTS.get(String.valueOf(message));
    if (event == null) {
      return null;
    }
    Long at = Rfc3339.millis(time);
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    ends.row(at, lease, event);
    return null;
  }
}
