// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.KubernetesReader;
import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.watch.PositionStore.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads saved lists of Kubernetes' objects, each as a whole, and anew when it has changed. */
final class SavedObjects {

  /** A list that is being written grows. */
  private static final long REST_MILLIS = 2_000;

  private final List<FollowedInput> inputs;
  private final BatchTables tables;
  private final PositionStore positions;
  private final InstantSource clock;
  private final Map<String, Look> looked = new HashMap<>();
  private final Set<FileId> unreadable = new HashSet<>();
  private Set<FileId> listed = Set.of();

  private record Look(FollowedInput.Listed file, long at) {}

  SavedObjects(
      List<FollowedInput> inputs,
      BatchTables tables,
      PositionStore positions,
      InstantSource clock) {
    this.inputs = inputs.stream().filter(input -> input.kind() == LogKind.KUBERNETES).toList();
    this.tables = tables;
    this.positions = positions;
    this.clock = clock;
  }

  void pass() throws IOException, SQLException {
    Set<FileId> seen = new HashSet<>();
    for (FollowedInput input : inputs) {
      for (FollowedInput.Listed file : input.files()) {
        long now = clock.millis();
        seen.add(new FileId(LogKind.KUBERNETES, file.key()));
        boolean rests = now - file.modified() > REST_MILLIS || isAsBefore(file, now);
        FilePosition last = positions.find(LogKind.KUBERNETES, file.key());
        LogPosition state = new LogPosition(file.size(), file.modified());
        if (rests && (last == null || !last.position().equals(state))) {
          read(file, state, now);
        }
      }
    }
    listed = seen;
    unreadable.retainAll(seen);
    looked.keySet().removeIf(key -> !seen.contains(new FileId(LogKind.KUBERNETES, key)));
  }

  /** The clock that stamps a file may be ahead of this computer's. */
  private boolean isAsBefore(FollowedInput.Listed file, long now) {
    Look last = looked.get(file.key());
    if (last == null || !file.isAs(last.file())) {
      looked.put(file.key(), new Look(file, now));
      return false;
    }
    return now - last.at() > REST_MILLIS;
  }

  /** Returns the lists that are there. */
  Set<FileId> listed() {
    return listed;
  }

  /** A list that cannot be opened is said once, and tried again: nothing changes it but a right. */
  private void read(FollowedInput.Listed file, LogPosition state, long now)
      throws IOException, SQLException {
    String name = file.path().toString();
    FileId id = new FileId(LogKind.KUBERNETES, file.key());
    InputStream opened;
    try {
      opened = new LogInput(name, () -> Files.newInputStream(file.path())).open();
    } catch (IOException e) {
      if (unreadable.add(id)) {
        tables.begin();
        tables.problem(LogKind.KUBERNETES, name, LineProblem.NOT_OPENED, 1);
        tables.commit();
      }
      return;
    }
    unreadable.remove(id);
    try (InputStream in = opened) {
      long snapshot = positions.next();
      tables.begin();
      tables.writer("watch_snapshot").row(snapshot, now);
      new KubernetesReader(tables, snapshot).read(name, in);
    }
    FilePosition position =
        new FilePosition(LogKind.KUBERNETES, file.key(), name, state, new FileHead(0, ""));
    positions.save(tables, position, now);
    tables.commit();
  }
}
