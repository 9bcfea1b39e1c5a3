// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogReading;
import dev.leasehold.audit.watch.PositionStore.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows files of logs. A file is known by its inode and its first bytes, under any name. A
 * renamed file is read on, and a truncated file is read anew. A copy, also a gzipped copy, is read
 * from the position of its original.
 *
 * <p>Vault's audit log is read last. Vault writes there before a client has a credential. So a line
 * of another log about a lease never comes without Vault's line.
 */
final class LogFollower {

  private static final int BUFFER = 1 << 18;

  /** The number of bytes of a log's beginning that a reader is shown that goes on in its middle. */
  private static final int SHOWN = 1 << 16;

  /** The bytes of a file that one transaction takes. */
  static final long BATCH = 1 << 26;

  private static final FileHead NOTHING = new FileHead(0, "");

  private final List<FollowedInput> inputs;
  private final BatchTables tables;
  private final PositionStore positions;
  private final LogReaders readers;
  private final InstantSource clock;
  private final long batch;
  private final byte[] buffer = new byte[BUFFER];
  private final Map<FileId, FileFollower> followers = new HashMap<>();
  private final Map<FileId, FollowedInput.Listed> finished = new HashMap<>();
  private final Set<FileId> unreadable = new HashSet<>();
  private Set<FileId> listed = new HashSet<>();

  /**
   * Makes a follower.
   *
   * @param batch the number of bytes that one transaction takes of a file
   */
  LogFollower(
      List<FollowedInput> inputs,
      BatchTables tables,
      PositionStore positions,
      LogReaders readers,
      InstantSource clock,
      long batch) {
    this.inputs =
        inputs.stream()
            .filter(input -> input.kind() != LogKind.KUBERNETES)
            .sorted(Comparator.comparing(FollowedInput::kind).reversed())
            .toList();
    this.tables = tables;
    this.positions = positions;
    this.readers = readers;
    this.clock = clock;
    this.batch = batch;
  }

  /**
   * Reads the bytes that have been added to all files. Returns whether there is more than one call
   * takes.
   */
  boolean pass() throws IOException, SQLException {
    boolean hasMore = false;
    Set<FileId> seen = new HashSet<>();
    for (FollowedInput input : inputs) {
      List<FollowedInput.Listed> files = input.files();
      boolean isUnpacking = false;
      for (int i = 0; i < files.size(); i++) {
        FollowedInput.Listed file = files.get(i);
        FileId id = new FileId(input.kind(), file.key());
        boolean isLive = i == files.size() - 1;
        if (seen.add(id) && !isUnpacking) {
          hasMore |= file.size() > 0 && pass(id, file, isLive);
          isUnpacking = isUnpacking(id);
        }
      }
    }
    for (FileId gone : List.copyOf(followers.keySet())) {
      if (!seen.contains(gone)) {
        drop(gone);
      }
    }
    finished.keySet().retainAll(seen);
    unreadable.retainAll(seen);
    listed = seen;
    return hasMore;
  }

  /** The stream that unpacks a file is kept until its end, so that one input has one alone. */
  private boolean isUnpacking(FileId id) {
    FileFollower follower = followers.get(id);
    return follower != null && follower.isOpen();
  }

  private boolean pass(FileId id, FollowedInput.Listed file, boolean isLive) throws SQLException {
    if (file.isAs(finished.get(id))) {
      return false;
    }
    FileFollower follower = followers.get(id);
    if (follower != null && follower.isUnchanged(file)) {
      if (!isLive && follower.isToEnd(clock.millis())) {
        end(follower, file);
      }
      finish(id, file, follower, isLive);
      return false;
    }
    try {
      if (follower == null || !follower.isSame(file)) {
        drop(id);
        follower = follower(id, file);
      }
      unreadable.remove(id);
    } catch (IOException e) {
      unreadable(id, file, e);
      return false;
    }
    if (follower == null) {
      return false;
    }
    followers.put(id, follower);
    boolean hasMore = read(follower, file);
    if (!hasMore) {
      finish(id, file, follower, isLive);
    }
    return hasMore;
  }

  /** A follower has buffers, and a folder may have any number of old files. */
  private void finish(FileId id, FollowedInput.Listed file, FileFollower follower, boolean isLive) {
    if (!isLive && !follower.hasRest()) {
      finished.put(id, file);
      drop(id);
    }
  }

  private void drop(FileId id) {
    try (FileFollower dropped = followers.remove(id)) {
      // A file that has more is open.
    }
  }

  private boolean read(FileFollower follower, FollowedInput.Listed file) throws SQLException {
    long now = clock.millis();
    tables.begin();
    boolean hasMore = follower.read(file, buffer, batch, now);
    positions.save(tables, follower.position(file), now);
    tables.commit();
    return hasMore;
  }

  private void end(FileFollower follower, FollowedInput.Listed file) throws SQLException {
    tables.begin();
    follower.end();
    positions.save(tables, follower.position(file), clock.millis());
    tables.commit();
  }

  /** A file that is written may be without its begin; a file that rests is without it for good. */
  private void unreadable(FileId id, FollowedInput.Listed file, IOException problem)
      throws SQLException {
    boolean isForGood =
        problem instanceof AccessDeniedException
            || clock.millis() - file.modified() > FileFollower.REST_MILLIS;
    if (isForGood && unreadable.add(id)) {
      tables.begin();
      tables.problem(id.kind(), file.path().toString(), LineProblem.NOT_OPENED, 1);
      tables.commit();
    }
  }

  /** Returns the follower that reads a file on; null for a copy that is still written. */
  private @Nullable FileFollower follower(FileId id, FollowedInput.Listed file)
      throws IOException, SQLException {
    boolean isPacked = LogInput.isPacked(file.path());
    FilePosition known = positions.find(id.kind(), id.key());
    if (known != null && !known.head().isOf(file.path(), file.key())) {
      known = null; // Another file had the inode.
    } else if (known != null && !isPacked && file.size() < known.position().bytes()) {
      return follower(id, file, LogPosition.BEGIN, NOTHING); // It has been truncated.
    }
    FilePosition begin =
        known == null ? positions.original(id.kind(), file.path(), file.key()) : known;
    if (begin == null) {
      return follower(id, file, LogPosition.BEGIN, NOTHING);
    }
    boolean isShorter = !isPacked && file.size() < begin.position().bytes();
    return isShorter ? null : follower(id, file, begin.position(), begin.head());
  }

  private FileFollower follower(
      FileId id, FollowedInput.Listed file, LogPosition begin, FileHead head)
      throws IOException, SQLException {
    LineReader reader = readers.reader(id.kind());
    if (begin.bytes() > 0) {
      try (InputStream in = LogContent.open(file.path(), file.key(), 0)) {
        int shown = in.readNBytes(buffer, 0, SHOWN);
        int mark = LogReading.mark(buffer, shown, 0);
        System.arraycopy(buffer, mark, buffer, 0, shown - mark);
        reader.begin(buffer, shown - mark);
      }
    }
    return new FileFollower(id.kind(), file, reader, tables, begin, head);
  }

  /** Returns the files that are there. */
  Set<FileId> listed() {
    return listed;
  }
}
