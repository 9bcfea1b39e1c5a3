// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of its sessions and roles at one time.
 *
 * @param at by the server's clock, in milliseconds since 1970
 */
public record DatabaseActivity(long at, List<LiveSession> sessions, List<LiveRole> roles) {

  /**
   * Lines of a live session come after all lines of its log, in the order of their time. A log has
   * fewer lines.
   */
  private static final long FIRST_LINE = 1L << 62;

  private static final long MILLIS = 1000;

  /**
   * A row of {@code pg_stat_activity}.
   *
   * @param startedAt in milliseconds since 1970
   */
  public record LiveSession(
      long pid,
      long startedAt,
      String user,
      @Nullable String database,
      @Nullable String address,
      @Nullable Integer port,
      @Nullable String application) {

    /** The identifier that the server's log has for the session ({@code %c}). */
    private String id() {
      return Long.toHexString(Math.floorDiv(startedAt, MILLIS)) + '.' + Long.toHexString(pid);
    }
  }

  /**
   * A row of {@code pg_roles}.
   *
   * @param validUntil in milliseconds since 1970; null for ever
   */
  public record LiveRole(String name, @Nullable Long validUntil) {}

  /** Copies what can change. */
  public DatabaseActivity {
    sessions = List.copyOf(sessions);
    roles = List.copyOf(roles);
  }

  /** Writes what is there into tables. Of roles only those count whose name has Vault's form. */
  public void write(LogTables tables, FingerprintKey key) throws SQLException {
    Fingerprints fingerprints = new Fingerprints(key);
    RowWriter lines = tables.writer("source_session_line");
    for (LiveSession each : sessions) {
      RoleName role = RoleName.parse(each.user());
      lines.row(
          fingerprints.of(each.id() + ' ' + each.user()),
          FIRST_LINE + at,
          at,
          each.startedAt(),
          "live",
          each.user(),
          each.database(),
          each.address(),
          each.port(),
          each.application(),
          null,
          role == null ? null : role.stem(),
          role == null ? null : role.bornAt());
      tables.read(LogKind.POSTGRESQL_LIVE);
    }
    RowWriter rows = tables.writer("source_role");
    for (LiveRole each : roles) {
      RoleName role = RoleName.parse(each.name());
      if (role != null) {
        rows.row(each.name(), role.stem(), role.bornAt(), each.validUntil(), at);
        tables.read(LogKind.POSTGRESQL_LIVE);
      }
    }
  }
}
