// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The roles that the agent has published, oldest first, and since when each is known. */
final class Roles {

  /**
   * A login that took its credential just before the next credential came is not a login that came
   * late.
   */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  private record Published(String role, Instant known) {}

  private final List<Published> published = new ArrayList<>();

  /** Adds the role that is current from now on; the database has this machine's clock. */
  void add(String role) {
    published.add(new Published(role, Instant.now()));
  }

  /** Returns the roles that another has replaced. */
  List<String> replaced() {
    return published.subList(0, published.size() - 1).stream().map(Published::role).toList();
  }

  /** Returns the sessions that began on a role a while after another had replaced it. */
  List<Sessions.Session> begunOnReplaced(Set<Sessions.Session> sessions) {
    return sessions.stream().filter(this::isOnReplaced).toList();
  }

  private boolean isOnReplaced(Sessions.Session session) {
    int used = replaced().indexOf(session.role());
    return used >= 0 && published.get(used + 1).known().plus(UNDER_WAY).isBefore(session.begun());
  }
}
