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

  private static final Pattern SESSION = Pattern.compile("[0-9a-f]{1,16}\\.[0-9a-f]{1,8}");

  private static final Pattern END =
      Pattern.compile("disconnection: session time: \\d+:\\d\\d:\\d\\d\\.\\d{3} user=");

  private static final Pattern IN_MESSAGE = Pattern.compile(" application_name=(\\S+)");

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
    Long at = times.millis(line.time());
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    Long number = number(line.number());
    Long port = number(line.port());
    if (number == null || !SESSION.matcher(line.session()).matches()) {
      return LineProblem.UNREADABLE;
    }
    String event = event(line, user);
    if (event == null) {
      return null;
    }
    RoleName role = RoleName.parse(user);
    sessions.row(
        fingerprints.of(line.session() + ' ' + user),
        number,
        at,
        times.millis(line.sessionStart()),
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
   * any SQLState; it writes none before the session has begun, none that is FATAL, and none that
   * names no function as its context. Whoever reaches the port, with any name of a user, causes
   * messages before a session begins. The end of a session is known by English words only; any
   * other line shows that the session was there, in all languages of {@code lc_messages}.
   */
  private static @Nullable String event(PostgresLine line, String user) {
    if (line.isFatal()) {
      return line.isStarting() ? refusal(line) : "end"; // Of the process, whatever it died of.
    }
    if (line.isStarting() && !line.isSuccess()) {
      return null;
    }
    return line.isOfServer() && isEnd(line.message(), user) ? "end" : "line";
  }

  private static @Nullable String refusal(PostgresLine line) {
    String state = line.state() == null ? "" : line.state();
    boolean isRefused = state.length() > CLASS && REFUSED.contains(state.substring(0, CLASS));
    return isRefused ? "refused" : null;
  }

  private static boolean isEnd(@Nullable String message, String user) {
    Matcher end = END.matcher(message == null ? "" : message);
    return message != null && end.lookingAt() && message.startsWith(user, end.end());
  }

  /**
   * The line that says who has logged in names the session, too, where the column is still empty.
   */
  private static String application(PostgresLine line) {
    if (line.application() != null && !line.application().isEmpty()) {
      return line.application();
    }
    String message = line.message() == null ? "" : line.message();
    boolean isLogin =
        line.isOfServer() && line.isStarting() && message.startsWith("connection authorized: ");
    Matcher named = IN_MESSAGE.matcher(message);
    return isLogin && named.find() ? named.group(1) : "";
  }
}
