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

  /** How many hexadecimal digits a second of this age has at most. */
  private static final int SECOND = 9;

  private static final long MILLIS = 1000;

  /** SQLState classes of a connection that did not become a session: login, database, resources. */
  private static final Set<String> REFUSED = Set.of("28", "3D", "53");

  private static final Pattern SESSION = Pattern.compile("[0-9a-f]{1,16}\\.[0-9a-f]{1,8}");

  /** Five languages translate the word before the equals sign. */
  private static final Pattern IN_MESSAGE =
      Pattern.compile(" (?:application_name=|\\S+=(?=leasehold/))(\\S+)");

  private final PostgresTime times = new PostgresTime();
  private final Fingerprints fingerprints;
  private final RowWriter sessions;

  PostgresSessions(LogTables tables, FingerprintKey key) throws SQLException {
    fingerprints = new Fingerprints(key);
    sessions = tables.writer("source_session_line");
  }

  @Nullable LineProblem add(PostgresLine line) throws SQLException {
    String user = line.user();
    if (user == null || user.isEmpty() || line.session() == null) {
      return null; // Of the server itself, or before the user was known.
    }
    Long second = second(line.session());
    Long at = times.millis(line.time(), line.sessionStart(), second);
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    Long number = number(line.number());
    Long port = number(line.port());
    if (number == null || !SESSION.matcher(line.session()).matches()) {
      return LineProblem.UNREADABLE;
    }
    String event = event(line);
    if (event == null) {
      return null;
    }
    RoleName role = RoleName.parse(user);
    sessions.row(
        fingerprints.of(line.session() + ' ' + user),
        number,
        at,
        start(line, second),
        event,
        user,
        line.database(),
        line.host(),
        port == null ? null : port.intValue(),
        application(line),
        event.equals("refused") ? line.state() : null,
        role == null ? null : role.stem(),
        role == null ? null : role.bornAt());
    return null;
  }

  private @Nullable Long start(PostgresLine line, @Nullable Long second) {
    Long start = times.millis(line.sessionStart(), line.sessionStart(), second);
    return start != null || second == null ? start : (Long) (second * MILLIS);
  }

  /** The identifier of a session begins with the second of its start. */
  private static @Nullable Long second(String session) {
    String second = session.substring(0, Math.max(0, session.indexOf('.')));
    return SESSION.matcher(session).matches() && second.length() <= SECOND
        ? (Long) Long.parseLong(second, 16)
        : null;
  }

  private static @Nullable Long number(@Nullable String text) {
    boolean isNumber =
        text != null
            && !text.isEmpty()
            && text.length() < 18
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Long.valueOf(text) : null;
  }

  /**
   * Returns the event; null for a line that shows no session. A statement writes any message with
   * any SQLState. It writes none before the session has begun, none that is FATAL, and none without
   * a virtual transaction. A client that reaches the port, with any name of a user, causes messages
   * before a session begins. No word of a message is looked at: its language is that of {@code
   * lc_messages}.
   */
  private static @Nullable String event(PostgresLine line) {
    if (line.isStarting() && !line.isSuccess()) {
      return isRefused(line) ? "refused" : null;
    }
    if (line.isFatal()) {
      return "end"; // Of the process, with any cause.
    }
    boolean mayEnd = !line.hasActivity() || !line.isStarting();
    return mayEnd && line.isLast() ? "end" : "line";
  }

  /** Where it is not known how far the session has come, only a FATAL line is a refusal. */
  private static boolean isRefused(PostgresLine line) {
    String state = line.state() == null ? "" : line.state();
    return state.length() > CLASS
        && REFUSED.contains(state.substring(0, CLASS))
        && (line.hasActivity() || line.isFatal());
  }

  /** The line about a login names the session, too, where the column is still empty. */
  private static String application(PostgresLine line) {
    if (line.application() != null && !line.application().isEmpty()) {
      return line.application();
    }
    boolean isLogin = line.hasActivity() && line.isStarting() && line.isSuccess();
    Matcher named = IN_MESSAGE.matcher(line.message() == null ? "" : line.message());
    return isLogin && named.find() ? named.group(1) : "";
  }
}
