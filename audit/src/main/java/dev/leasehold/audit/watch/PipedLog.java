// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.audit.join.OwnerOnlyFiles;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads standard input. A thread takes its bytes at once and keeps them in a file until they are
 * read. The writer of the pipe may be Vault, and never waits for a join. A pipe cannot be read
 * twice: bytes that are not read when the process is killed are lost.
 */
final class PipedLog implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  /** The bytes that one transaction takes. */
  private static final int MOST_PIECES = 1 << 10;

  private final InputStream in;
  private final BatchTables tables;
  private final LogReading reading;
  private final FileChannel kept;
  private final byte[] buffer = new byte[PIECE];

  @GuardedBy("this") private long written;

  @GuardedBy("this") private long read;

  @GuardedBy("this") private boolean hasEnded;

  private boolean isOver;

  @GuardedBy("this") private @Nullable IOException failure;

  /**
   * Makes a log, which begins to be kept when it is started.
   *
   * @param file the file of the kept bytes, for its owner alone; it has no name while the process
   *     lives
   */
  PipedLog(InputStream in, LogKind kind, LineReader reader, BatchTables tables, Path file)
      throws IOException {
    this.in = in;
    this.tables = tables;
    this.reading = new LogReading(kind, "standard input", reader, tables, LogPosition.BEGIN);
    this.kept =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE),
            OwnerOnlyFiles.FILE);
  }

  void start() {
    Thread thread = new Thread(this::readAll, "leasehold-audit-input");
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll() {
    try {
      byte[] piece = new byte[PIECE];
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        keep(ByteBuffer.wrap(piece, 0, length));
      }
    } catch (IOException e) {
      fail(e);
    }
    end();
  }

  private synchronized void keep(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      written += kept.write(piece, written);
    }
  }

  private synchronized void fail(IOException e) {
    failure = e;
  }

  private synchronized void end() {
    hasEnded = true;
  }

  /**
   * Reads the bytes that are there. Returns whether there is more than one call takes.
   *
   * @throws IOException if the input cannot be read or kept any more
   */
  boolean pass() throws IOException, SQLException {
    int length = take();
    if (length == 0 && (isOver || !isAtEnd())) {
      return false;
    }
    tables.begin();
    for (int i = 1; length > 0; i++) {
      reading.add(buffer, length);
      length = i < MOST_PIECES ? take() : -1;
    }
    if (length == 0 && isAtEnd()) {
      isOver = true;
      reading.endOfLog(null);
    }
    tables.commit();
    return length < 0;
  }

  /** Returns how many bytes there are now; 0 for none. A log that was read whole needs no room. */
  private synchronized int take() throws IOException {
    int length = (int) Math.min(buffer.length, written - read);
    ByteBuffer piece = ByteBuffer.wrap(buffer, 0, length);
    while (piece.hasRemaining()) {
      kept.read(piece, read + piece.position());
    }
    read += length;
    if (read == written && written > 0) {
      kept.truncate(0);
      read = 0;
      written = 0;
    }
    return length;
  }

  private synchronized boolean isAtEnd() throws IOException {
    if (failure != null && read == written) {
      throw failure;
    }
    return hasEnded && read == written;
  }

  /** Returns whether the input has ended, and has been read. */
  boolean isOver() {
    return isOver;
  }

  @Override
  public void close() throws IOException {
    kept.close();
  }
}
