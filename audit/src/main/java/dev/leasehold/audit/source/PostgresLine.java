// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import org.jspecify.annotations.Nullable;

/**
 * What the audit needs of one line of PostgreSQL's log. The message itself is not kept: it may hold
 * a statement with a password.
 *
 * @param time when it was logged
 * @param user null for lines of no session
 * @param host null for a session through a Unix socket
 * @param session identifies the session on its server
 * @param sessionStart when the session began, to the second
 * @param severity the level; csvlog has it in the language of {@code lc_messages}
 * @param state the SQLState
 * @param message only looked at
 * @param application what the session is named
 */
record PostgresLine(
    @Nullable String time,
    @Nullable String user,
    @Nullable String database,
    @Nullable String host,
    @Nullable Integer port,
    @Nullable String session,
    @Nullable String sessionStart,
    @Nullable String severity,
    @Nullable String state,
    @Nullable String message,
    @Nullable String application) {}
