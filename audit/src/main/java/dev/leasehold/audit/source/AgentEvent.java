// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event that a message of an agent or a sidecar tells of. A message is known by words that no
 * other message has; {@code AgentWordsTest} holds them to the sources that write them. A message
 * without such words is of the kind {@link #OTHER}. Of several kinds that fit, the first kind
 * counts.
 *
 * <p>A kind with a pattern fits where that is found; {@code |$} stands for no role.
 */
enum AgentEvent {
  /** An operation has failed, whose name is the word before. */
  FAILED("failed", "; role ([^\\s,;]+) lives until |$", " failed, next try in ", " failed again: "),
  /** A credential is handed out from now on. */
  CURRENT("credential current", ": role ([^\\s,;]+),", " is current: role "),
  /** A lease is renewed. */
  RENEWED("lease renewed", null, ": lease renewed ", ": renewed for "),
  /** Another credential has taken its place. */
  RETIRED("credential retired", null, ": retired, connections to go: "),
  /** The last connection of a retired credential is closed. */
  DRAINED("drained", null, " after it was retired", " s after it was replaced"),
  /** Connections were open at the end of the lease. */
  ABORTED("connections aborted", null, ": lease at its end, connections aborted: "),
  /** A lease is revoked. */
  REVOKED(
      "lease revoked",
      ": (?:lease revoked, )?role ([^\\s,;]+) is (?:gone|revoked)$",
      ": lease revoked, role ",
      " is revoked"),
  /** A lease could not be revoked before its end. */
  LAPSED(
      "lease lapsed",
      ": role ([^\\s,;]+) was not revoked",
      " was not revoked, and its lease has ended by itself"),
  /** The process ends, and tells of the end of its leases. */
  ENDED(
      "process ended",
      "role ([^\\s,;]+) of binding |$",
      "the JVM ends",
      "Vault has not confirmed within "),
  /** Vault has not taken a login. */
  LOGIN_FAILED(
      "login failed",
      null,
      " failed and is tried again with the next lease",
      " failed; the old token is used for the "),
  /** Vault has taken a login. */
  LOGGED_IN("logged in", null, "Vault accepted the ", ": token for "),
  /** There is no valid lease. */
  REFUSING(
      "refusing",
      null,
      "connections are refused",
      "connections would be refused",
      ": there is no valid lease: "),
  /** Anything else. */
  OTHER("other", null);

  private static final Pattern GENERATION =
      Pattern.compile("([^\\s:]+) generation \\d+ \\((\\S+)\\): .*");
  private static final Pattern BINDING = Pattern.compile("([^\\s:]+): .*");
  private static final Pattern OPERATION = Pattern.compile(".*?: ([a-z]+) failed.*");

  /** The last line of a process names two roles of each binding at most, as a rule. */
  private static final int MOST_ROLES = 64;

  private final String title;
  private final @Nullable Pattern role;
  private final List<String> words;

  AgentEvent(String title, @Nullable String role, String... words) {
    this.title = title;
    this.role = role == null ? null : Pattern.compile(role);
    this.words = List.of(words);
  }

  /** Returns the event that a message tells of. */
  static AgentEvent of(String message) {
    for (AgentEvent event : values()) {
      boolean hasWords = event.words.stream().anyMatch(message::contains);
      if (hasWords && (event.role == null || event.role.matcher(message).find())) {
        return event;
      }
    }
    return OTHER;
  }

  /** Returns the words by which its messages are known. */
  List<String> words() {
    return words;
  }

  /** Returns its name for a message. The name of a failure begins with the operation. */
  String title(String message) {
    Matcher operation = OPERATION.matcher(message);
    return this == FAILED && operation.matches() ? operation.group(1) + " " + title : title;
  }

  /** Returns the binding that a message begins with; null if it begins with none. */
  @Nullable String binding(String message) {
    Matcher generation = GENERATION.matcher(message);
    if (generation.matches()) {
      return generation.group(1);
    }
    Matcher binding = BINDING.matcher(message);
    return this != OTHER && this != LOGGED_IN && binding.matches() ? binding.group(1) : null;
  }

  /** Returns the roles whose leases a message tells of. */
  List<String> roles(String message) {
    Matcher generation = GENERATION.matcher(message);
    if (generation.matches()) {
      return List.of(generation.group(2));
    }
    return role == null
        ? List.of()
        : role.matcher(message)
            .results()
            .map(found -> found.group(1))
            .filter(Objects::nonNull)
            .distinct()
            .limit(MOST_ROLES)
            .toList();
  }
}
