// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The application's roles and sessions as PostgreSQL has them at one moment.
 *
 * @param validFor the rest of each short-lived role's life until its {@code VALID UNTIL}
 * @param sessions client sessions by role; roles without a session are not in it
 */
record Snapshot(Map<String, Duration> validFor, Map<String, Integer> sessions) {

  static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of());

  Snapshot {
    validFor = Map.copyOf(validFor);
    sessions = Map.copyOf(sessions);
  }

  /** The short-lived roles, the role that lives longest last. */
  List<String> roles() {
    return validFor.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  int sessions(String role) {
    return sessions.getOrDefault(role, 0);
  }
}
