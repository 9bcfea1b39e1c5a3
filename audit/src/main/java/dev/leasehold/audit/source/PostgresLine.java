// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the audit needs of one line of PostgreSQL's log. The message itself is not kept: it may hold
 * a statement with a password.
 *
 * @param time when it was logged
 * @param user null for lines of no session
 * @param host null for a session through a Unix socket
 * @param session identifies the session on its server
 * @param number counts the lines of the session
 * @param activity what the process was doing: a command, or how far the session has come
 * @param sessionStart when the session began, to the second
 * @param severity the level; csvlog has it in the language of {@code lc_messages}
 * @param state the SQLState
 * @param message only looked at
 * @param isOfStatement whether a statement or a function wrote the message or caused it
 * @param application what the session is named
 * @param backend the kind of the process
 */
record PostgresLine(
    @Nullable String time,
    @Nullable String user,
    @Nullable String database,
    @Nullable String host,
    @Nullable String port,
    @Nullable String session,
    @Nullable String number,
    @Nullable String activity,
    @Nullable String sessionStart,
    @Nullable String severity,
    @Nullable String state,
    @Nullable String message,
    boolean isOfStatement,
    @Nullable String application,
    @Nullable String backend) {

  /** What a process shows before the session begins ({@code backend_startup.c}, {@code auth}). */
  private static final Set<String> STARTING =
      Set.of("initializing", "authentication", "startup", "");

  /** The processes that serve a client. */
  private static final Set<String> SESSIONS = Set.of("client backend", "walsender");

  /** Returns whether the session had not begun, so that no statement of it can have run. */
  boolean isStarting() {
    return !isOfStatement && (activity == null || STARTING.contains(activity));
  }

  /**
   * Returns whether the server wrote the message on its own account. {@code RAISE LOG} writes what
   * it likes at this level, but always has the function as its context, also with {@code
   * log_error_verbosity = terse}.
   */
  boolean isOfServer() {
    return !isOfStatement
        && "LOG".equals(severity)
        && isSuccess()
        && backend != null
        && SESSIONS.contains(backend);
  }

  /** Returns whether the SQLState says nothing; jsonlog leaves it out then. */
  boolean isSuccess() {
    return state == null || state.equals("00000");
  }

  boolean isFatal() {
    return severity != null && severity.startsWith("FATAL");
  }
}
