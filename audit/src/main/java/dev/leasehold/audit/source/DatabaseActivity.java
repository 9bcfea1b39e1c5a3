// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sessions and roles of a PostgreSQL server at one time.
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
   * @param user null where the role has been dropped, or is not known yet
   */
  public record LiveSession(
      long pid,
      long startedAt,
      @Nullable String user,
      @Nullable String database,
      @Nullable String address,
      @Nullable Integer port,
      @Nullable String application) {

    /** The identifier that the server's log has for the session ({@code %c}). */
    private String id() {
      return Long.toHexString(Math.floorDiv(startedAt, MILLIS)) + '.' + Long.toHexString(pid);
    }

    private @Nullable Long key(Fingerprints fingerprints, String name) {
      return fingerprints.of(id() + ' ' + name);
    }

    private LiveSession named(String name) {
      return new LiveSession(pid, startedAt, name, database, address, port, application);
    }
  }

  /**
   * A row of {@code pg_roles}.
   *
   * @param validUntil in milliseconds since 1970; null for ever
   */
  public record LiveRole(String name, @Nullable Long validUntil) {}

  /** Copies the lists, which can change. */
  public DatabaseActivity {
    sessions = List.copyOf(sessions);
    roles = List.copyOf(roles);
  }

  /** Returns the seconds in which sessions without a name began, in milliseconds since 1970. */
  public Set<Long> namelessSeconds() {
    return sessions.stream()
        .filter(each -> each.user() == null)
        .map(each -> Math.floorDiv(each.startedAt(), MILLIS) * MILLIS)
        .collect(Collectors.toSet());
  }

  /**
   * Returns the answer with the names that its sessions had before. PostgreSQL forgets the name of
   * a session whose role is dropped, and the session goes on.
   *
   * @param known names by the keys of sessions
   */
  public DatabaseActivity named(Map<Long, String> known, FingerprintKey key) {
    Fingerprints fingerprints = new Fingerprints(key);
    List<LiveSession> named = new ArrayList<>();
    for (LiveSession each : sessions) {
      String name = each.user();
      if (name == null) {
        name =
            known.entrySet().stream()
                .filter(one -> one.getKey().equals(each.key(fingerprints, one.getValue())))
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
      }
      named.add(name == null ? each : each.named(name));
    }
    return new DatabaseActivity(at, named, roles);
  }

  /**
   * Writes sessions and roles into tables: the sessions with a user's name, and the roles whose
   * name has Vault's form.
   */
  public void write(LogTables tables, FingerprintKey key) throws SQLException {
    Fingerprints fingerprints = new Fingerprints(key);
    RowWriter lines = tables.writer("source_session_line");
    for (LiveSession each : sessions) {
      String user = each.user();
      if (user == null) {
        continue;
      }
      RoleName role = RoleName.parse(user);
      lines.row(
          each.key(fingerprints, user),
          FIRST_LINE + at,
          at,
          each.startedAt(),
          "live",
          user,
          each.database(),
          each.address(),
          each.port(),
          each.application(),
          null,
          role == null ? null : role.stem(),
          role == null ? null : role.bornAt());
    }
    RowWriter rows = tables.writer("source_role");
    for (LiveRole each : roles) {
      RoleName role = RoleName.parse(each.name());
      if (role != null) {
        rows.row(each.name(), role.stem(), role.bornAt(), each.validUntil(), at);
      }
    }
    tables.read(LogKind.POSTGRESQL_LIVE);
  }
}
