// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogPosition;
import dev.leasehold.audit.source.LogReading;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads standard input. A thread waits for its bytes, so that nobody else does; when the queue is
 * full, the writer of the pipe waits. A pipe cannot be read twice: what is in the queue when the
 * process is killed is lost.
 */
final class PipedLog {

  private static final int PIECE = 1 << 16;
  private static final int MOST_PIECES = 64;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_PIECES);
  private final InputStream in;
  private final BatchTables tables;
  private final LogReading reading;
  private boolean isOver;

  PipedLog(InputStream in, LogKind kind, LineReader reader, BatchTables tables) {
    this.in = in;
    this.tables = tables;
    this.reading = new LogReading(kind, "standard input", reader, tables, LogPosition.BEGIN);
  }

  void start() {
    Thread thread = new Thread(this::readAll, "leasehold-audit-input");
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll() {
    try {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (read > 0) {
          pieces.put(Arrays.copyOf(piece, read));
        }
      }
      pieces.put(END);
    } catch (IOException e) {
      pieces.clear(); // The end has to fit in.
      pieces.add(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads what is there. */
  void pass() throws SQLException {
    byte[] piece = pieces.poll();
    if (piece == null) {
      return;
    }
    tables.begin();
    for (int i = 0; piece != null && i < MOST_PIECES; i++) {
      if (piece.length == 0) {
        isOver = true;
        reading.endOfLog(null);
      } else {
        reading.add(piece, piece.length);
      }
      piece = i + 1 < MOST_PIECES ? pieces.poll() : null;
    }
    tables.commit();
  }

  /** Returns whether the input has ended, and has been read. */
  boolean isOver() {
    return isOver;
  }
}
