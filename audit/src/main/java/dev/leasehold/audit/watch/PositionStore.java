// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogTables;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The positions up to which files have been read, also by an earlier process. */
final class PositionStore {

  /** Entries of one reader have numbers of their own up to this many. */
  private static final int ENTRY_BITS = 32;

  /** A shorter begin may be that of several logs. */
  private static final int SHORTEST_HEAD = 256;

  private static final String ALL =
      "SELECT kind, file_key, path, position, line, head_size, head_hash, read_at FROM watch_position"
          + " ORDER BY batch";

  /** The identity of a file of a kind of log. */
  record FileId(LogKind kind, String key) {}

  /** The identity of a log's content, also once its file has other content. */
  private record Content(LogKind kind, FileHead head) {}

  private record Known(FilePosition position, long readAt) {}

  private final StoredTables stored;
  private final Map<FileId, Known> known = new HashMap<>();
  private final Map<Content, Known> contents = new HashMap<>();
  private long number;

  private PositionStore(StoredTables stored) {
    this.stored = stored;
  }

  static PositionStore load(StoredTables stored) throws SQLException {
    PositionStore store = new PositionStore(stored);
    store.number =
        stored.number(
            "SELECT max(n) FROM (SELECT max(batch) AS n FROM watch_position UNION ALL SELECT"
                + " max(snapshot) FROM watch_snapshot UNION ALL SELECT max(seq) >> "
                + ENTRY_BITS
                + " FROM source_vault_response) AS numbers",
            0);
    try (Statement statement = stored.connection().createStatement();
        ResultSet rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        FilePosition position =
            new FilePosition(
                LogKind.valueOf(rows.getString(1)),
                rows.getString(2),
                rows.getString(3),
                new LogPosition(rows.getLong(4), rows.getLong(5)),
                new FileHead(rows.getInt(6), rows.getString(7)));
        store.keep(position, rows.getLong(8));
      }
    }
    return store;
  }

  /** Returns a number that is greater than all before, also than numbers before a restart. */
  long next() {
    number++;
    return number;
  }

  /** Returns the number of the first entry of a reader. */
  long firstEntry() {
    return next() << ENTRY_BITS;
  }

  @Nullable FilePosition find(LogKind kind, String key) {
    Known found = known.get(new FileId(kind, key));
    return found == null ? null : found.position();
  }

  /** Returns the position of the log that a file is a copy of, as it begins with the same. */
  @Nullable FilePosition original(LogKind kind, Path file, String key) throws IOException {
    Map<Integer, FileHead> heads = new HashMap<>();
    FilePosition best = null;
    for (Known each : contents.values()) {
      FileHead head = each.position().head();
      if (each.position().kind() != kind || head.size() < SHORTEST_HEAD) {
        continue;
      }
      FileHead own = heads.get(head.size());
      if (own == null) {
        own = FileHead.of(file, key, head.size());
        heads.put(head.size(), own);
      }
      boolean isFarther =
          best == null || each.position().position().bytes() > best.position().bytes();
      best = own.equals(head) && isFarther ? each.position() : best;
    }
    return best;
  }

  /** Writes a position into a transaction. */
  void save(LogTables batch, FilePosition position, long now) throws SQLException {
    batch
        .writer("watch_position")
        .row(
            next(),
            position.kind().name(),
            position.key(),
            position.path(),
            position.position().bytes(),
            position.position().line(),
            (long) position.head().size(),
            position.head().hash(),
            now);
    keep(position, now);
  }

  private void keep(FilePosition position, long readAt) {
    Known kept = new Known(position, readAt);
    known.put(new FileId(position.kind(), position.key()), kept);
    contents.put(new Content(position.kind(), position.head()), kept);
  }

  /** Forgets files that are gone for some time, and contents that files no longer have. */
  void forget(Set<FileId> listed, long before) throws SQLException {
    contents
        .values()
        .removeIf(
            each ->
                each.readAt() < before
                    && !listed.contains(new FileId(each.position().kind(), each.position().key())));
    try (PreparedStatement delete =
        stored
            .connection()
            .prepareStatement("DELETE FROM watch_position WHERE kind = ? AND file_key = ?")) {
      Iterator<Map.Entry<FileId, Known>> all = known.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<FileId, Known> each = all.next();
        if (!listed.contains(each.getKey()) && each.getValue().readAt() < before) {
          delete.setString(1, each.getKey().kind().name());
          delete.setString(2, each.getKey().key());
          delete.executeUpdate();
          all.remove();
        }
      }
    }
  }
}
