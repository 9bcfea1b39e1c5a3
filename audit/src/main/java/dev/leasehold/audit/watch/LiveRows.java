// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.live.ActivityPoll;
import dev.leasehold.audit.live.PodWatch;
import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.FingerprintKey;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what servers say into the tables. A session that is there at one time and not at a later
 * one has ended.
 *
 * @param pods of a cluster; null if none is watched
 * @param activity of a database; null if none is asked
 */
record LiveRows(
    @Nullable PodWatch pods,
    @Nullable ActivityPoll activity,
    StoredTables stored,
    BatchTables tables,
    PositionStore positions,
    FingerprintKey key,
    InstantSource clock)
    implements AutoCloseable {

  void pass() throws SQLException {
    if (pods != null && pods.look()) {
      long snapshot = positions.next();
      tables.begin();
      tables.writer("watch_snapshot").row(snapshot, clock.millis());
      pods.write(tables, snapshot);
      tables.commit();
    }
    DatabaseActivity now = activity == null ? null : activity.take();
    if (now != null) {
      tables.begin();
      now.write(tables, key);
      tables.commit();
      stored.set("asked", now.at());
      stored.run("watch/asked");
    }
  }

  List<WatchProblem> problems() {
    List<WatchProblem> problems = new ArrayList<>();
    add(problems, "pods are not watched", pods == null ? null : pods.problem());
    add(problems, "sessions and roles are not known", activity == null ? null : activity.problem());
    return problems;
  }

  private static void add(List<WatchProblem> problems, String reason, @Nullable String cause) {
    if (cause != null) {
      problems.add(new WatchProblem(reason, reason + " now, and tried again: " + cause));
    }
  }

  @Override
  public void close() {
    if (activity != null) {
      activity.close();
    }
    if (pods != null) {
      pods.close();
    }
  }
}
