// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns lines of PostgreSQL's log into rows about sessions. */
final class PostgresSessions {

  private static final int CLASS = 2;

  /** SQLState classes of a connection that did not become a session: login, database, resources. */
  private static final Set<String> REFUSED = Set.of("28", "3D", "53");

  /** The name that the agent gives to sessions ({@code leasehold.application-name}). */
  private static final Pattern STAMP = Pattern.compile("leasehold/(.+)/([0-9a-f]{8})");

  private static final Pattern END = Pattern.compile("^disconnection: session time: \\d");

  private static final Pattern IN_MESSAGE = Pattern.compile(" application_name=(\\S+)");

  private final PostgresTime times = new PostgresTime();
  private final RowWriter sessions;

  PostgresSessions(LogTables tables) throws SQLException {
    sessions = tables.writer("source_session_line");
  }

  @Nullable LineProblem add(PostgresLine line) throws SQLException {
    String user = line.user();
    if (user == null || user.isEmpty() || line.session() == null) {
      return null; // Of the server itself, or before the user was known.
    }
    Long at = times.millis(line.time());
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    String event = event(line);
    Matcher stamp = STAMP.matcher(application(line));
    boolean isStamped = stamp.matches();
    RoleName role = RoleName.parse(user);
    sessions.row(
        Fingerprints.key(line.session() + ' ' + user),
        at,
        times.millis(line.sessionStart()),
        event,
        user,
        line.database(),
        line.host(),
        line.port(),
        application(line),
        isStamped ? stamp.group(1) : null,
        isStamped ? stamp.group(2) : null,
        event.equals("refused") ? line.state() : null,
        role == null ? null : role.stem(),
        role == null ? null : role.bornAt());
    return null;
  }

  /**
   * Returns the event. The end of a session is known by English words only; any other line shows
   * that the session was there, in all languages of {@code lc_messages}. A statement can raise an
   * error with any SQLState, but none that is FATAL: a session does not hide itself as refused.
   */
  private static String event(PostgresLine line) {
    String state = line.state() == null ? "" : line.state();
    String message = line.message() == null ? "" : line.message();
    boolean fatal = line.severity() == null || line.severity().startsWith("FATAL");
    if (fatal && state.length() > CLASS && REFUSED.contains(state.substring(0, CLASS))) {
      return "refused";
    }
    return END.matcher(message).find() && "LOG".equals(line.severity()) ? "end" : "line";
  }

  /** Older drivers name the session after its start; the first message has the name then. */
  private static String application(PostgresLine line) {
    if (line.application() != null && !line.application().isEmpty()) {
      return line.application();
    }
    String message = line.message() == null ? "" : line.message();
    Matcher named = IN_MESSAGE.matcher(message);
    return message.startsWith("connection authorized: ") && named.find() ? named.group(1) : "";
  }
}
