// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogReading;
import dev.leasehold.audit.source.LogTables;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads one file on, as it grows. */
final class FileFollower implements AutoCloseable {

  /**
   * So long after its last change a file is not written any more. A line without an end, and a cut
   * entry, are given up.
   */
  static final long REST_MILLIS = 60_000;

  private final LogKind kind;
  private final String key;
  private final LogReading reading;
  private FileHead head;
  private FollowedInput.@Nullable Listed seen;

  /** A packed file that has more: to come back to its position would be to unpack it anew. */
  private @Nullable InputStream open;

  private long restsSince;
  private boolean isBroken;
  private boolean isEnded;

  /**
   * Makes a follower.
   *
   * @param begin how far the file has been read before
   * @param head its beginning, so far as it has been read
   */
  FileFollower(
      LogKind kind,
      FollowedInput.Listed file,
      LineReader reader,
      LogTables tables,
      LogPosition begin,
      FileHead head) {
    this.kind = kind;
    this.key = file.key();
    this.reading = new LogReading(kind, file.path().toString(), reader, tables, begin);
    this.head = head;
  }

  /** Returns whether the file is as it was when it was last read. */
  boolean isUnchanged(FollowedInput.Listed file) {
    return file.isAs(seen);
  }

  /** Returns whether the file still has the content that has been read. */
  boolean isSame(FollowedInput.Listed file) throws IOException {
    boolean isShorter = file.size() < reading.bytes() && !LogInput.isPacked(file.path());
    return !isShorter && head.isOf(file.path(), key);
  }

  /**
   * Reads the bytes that have been added.
   *
   * @param most after about so many bytes it ends; more is for the next call
   * @return whether there is more
   */
  boolean read(FollowedInput.Listed file, byte[] buffer, long most, long now) throws SQLException {
    boolean hasMore = false;
    long end = reading.bytes() + most;
    try {
      InputStream in = open == null ? LogContent.open(file.path(), key, reading.bytes()) : open;
      open = in;
      int read = in.read(buffer);
      while (read >= 0 && reading.bytes() < end) {
        reading.add(buffer, read);
        read = reading.bytes() < end ? in.read(buffer) : 0;
      }
      hasMore = read >= 0;
      isBroken = false;
    } catch (IOException e) {
      isBroken = true; // It is still written, or cut.
    }
    if (!hasMore || !(open instanceof GZIPInputStream)) {
      close();
    }
    seen = hasMore ? null : file;
    restsSince = now;
    isEnded = false;
    return hasMore;
  }

  /** Returns whether a packed file is kept open, as it has more. */
  boolean isOpen() {
    return open != null;
  }

  /** Closes the file, which can be read on. */
  @Override
  public void close() {
    try (InputStream closed = open) {
      open = null;
    } catch (IOException e) {
      // Nothing was written.
    }
  }

  /** Returns whether some of the bytes that have been read are no whole entry. */
  boolean hasRest() {
    return isBroken || reading.settled().bytes() < reading.bytes();
  }

  /** Returns whether the end of a file that rests is to be taken for its last. */
  boolean isToEnd(long now) {
    return hasRest() && !isEnded && now - restsSince > REST_MILLIS;
  }

  void end() throws SQLException {
    isEnded = true;
    reading.endOfLog(isBroken ? LineProblem.BROKEN_OFF : null);
  }

  /** Returns how far the file has been read in whole entries. */
  FilePosition position(FollowedInput.Listed file) {
    if (!head.isFull()) {
      try {
        head = FileHead.of(file.path(), key, reading.settled().bytes());
      } catch (IOException e) {
        // It has been renamed since, and is known by its earlier head.
      }
    }
    return new FilePosition(kind, key, file.path().toString(), reading.settled(), head);
  }
}
