// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of one line of PostgreSQL's log that the audit needs. The message itself is not kept: it
 * may hold a statement with a password.
 *
 * @param time when it was logged
 * @param user null for lines of no session
 * @param host an address, {@code [local]} for a Unix socket, or a name with {@code log_hostname}
 * @param session identifies the session on its server
 * @param number counts the lines of the session
 * @param activity the activity of the process: a command, or how far the session has come
 * @param sessionStart when the session began, to the second
 * @param virtualTransaction null or empty outside of the process's shared memory
 * @param severity the level; jsonlog alone has it in English with every {@code lc_messages}
 * @param state the SQLState
 * @param message only looked at
 * @param isOfStatement whether a statement or a function wrote the message or caused it
 * @param application the name of the session
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
    @Nullable String virtualTransaction,
    @Nullable String severity,
    @Nullable String state,
    @Nullable String message,
    boolean isOfStatement,
    @Nullable String application,
    @Nullable String backend) {

  /**
   * The activities of a process before the session begins ({@code backend_startup.c}, {@code
   * auth}).
   */
  private static final Set<String> STARTING =
      Set.of("initializing", "authentication", "startup", "");

  /** The processes that serve a client. */
  private static final Set<String> SESSIONS = Set.of("client backend", "walsender");

  /** {@code FATAL} in the languages that PostgreSQL's messages are translated to. */
  private static final Set<String> FATAL =
      Set.of(
          "FATAL",
          "FATALE",
          "FATALT",
          "KATASTROFALNY",
          "ÖLÜMCÜL (FATAL)",
          "ВАЖНО",
          "ФАТАЛЬНО",
          "ფატალური",
          "치명적오류",
          "致命错误");

  /** Returns whether the session had not begun, so that no statement of it can have run. */
  boolean isStarting() {
    return !isOfStatement && (activity == null || STARTING.contains(activity));
  }

  /**
   * Returns whether it is known how far the session has come. With {@code update_process_title =
   * off} no line says it.
   */
  boolean hasActivity() {
    return activity != null && !activity.isEmpty();
  }

  /**
   * Returns whether the process has left the server's shared memory, which it does when it ends.
   * All that a client makes it write has a virtual transaction ({@code log_disconnections} of
   * {@code postgres.c} runs after {@code ProcKill}).
   */
  boolean isLast() {
    return !isOfStatement
        && isSuccess()
        && (virtualTransaction == null || virtualTransaction.isEmpty())
        && (backend == null || SESSIONS.contains(backend));
  }

  /** Returns whether the SQLState says nothing; jsonlog leaves it out then. */
  boolean isSuccess() {
    return state == null || state.equals("00000");
  }

  /** Returns whether the process ends of it. No statement writes a message of this level. */
  boolean isFatal() {
    return severity != null && FATAL.contains(severity);
  }
}
