// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Vault's server log says of the end of leases. No audit device says it. Two messages of
 * {@code vault/expiration.go} count: {@code revoked lease} and {@code failed to revoke lease}.
 */
public final class VaultServerReader implements LineReader {

  private static final Pattern TEXT =
      Pattern.compile(
          "(?<time>\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(?:Z|[+-]\\d\\d:?\\d\\d)) +\\[\\w+ *\\] +.*"
              + "(?<outcome>revoked lease|failed to revoke lease).*?lease_id=(?<lease>\\S+).*");
  private static final Pattern JSON_TIME = Pattern.compile("\"@timestamp\":\"([^\"]+)\"");
  private static final Pattern JSON_LEASE = Pattern.compile("\"lease_id\":\"([^\"]+)\"");
  private static final String FAILED = "failed to revoke lease";

  private final RowWriter ends;

  /** Makes a reader that fills the table. */
  public VaultServerReader(LogTables tables) throws SQLException {
    ends = tables.writer("source_lease_end");
  }

  @Override
  public @Nullable LineProblem line(byte[] bytes, int offset, int length) throws SQLException {
    String line = new String(bytes, offset, length, StandardCharsets.UTF_8);
    if (!line.contains("revoke") || !line.contains("lease_id")) {
      return null;
    }
    Matcher text = TEXT.matcher(line);
    if (text.matches()) {
      return row(text.group("time"), text.group("lease"), line);
    }
    Matcher time = JSON_TIME.matcher(line);
    Matcher lease = JSON_LEASE.matcher(line);
    return time.find() && lease.find() ? row(time.group(1), lease.group(1), line) : null;
  }

  private @Nullable LineProblem row(String time, String lease, String line) throws SQLException {
    boolean failed = line.contains(FAILED);
    if (!failed && !line.contains("revoked lease")) {
      return null;
    }
    try {
      ends.row(OffsetDateTime.parse(time).toInstant().toEpochMilli(), lease, failed);
      return null;
    } catch (DateTimeException e) {
      return LineProblem.NO_TIME;
    }
  }
}
