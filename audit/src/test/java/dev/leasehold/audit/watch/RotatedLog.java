// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A log that is rotated in all the ways that logs are. */
final class RotatedLog {

  private final Path log;
  private final List<String> lines;
  private final int part;
  private int next;
  private int rotations;

  RotatedLog(Path log, List<String> lines, int part) {
    this.log = log;
    this.lines = lines;
    this.part = part;
  }

  /** Writes the next lines. */
  void append() throws IOException {
    append(next + part);
  }

  void appendRest() throws IOException {
    append(lines.size());
  }

  private void append(int to) throws IOException {
    WatchTrial.append(log, String.join("\n", lines.subList(next, to)) + "\n");
    next = to;
  }

  /** As logrotate does with {@code create}. */
  void rename() throws IOException {
    Files.move(log, rotated());
  }

  private Path rotated() {
    rotations++;
    return log.resolveSibling(log.getFileName() + "." + rotations);
  }

  /** As logrotate does with {@code copytruncate}. */
  void copyAndTruncate() throws IOException {
    Files.copy(log, rotated());
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
  }

  /** Packs the last that was rotated, as logrotate does with {@code compress}. */
  void pack() throws IOException {
    Path plain = log.resolveSibling(log.getFileName() + "." + rotations);
    Path packed = log.resolveSibling(plain.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(plain, out);
    }
    Files.delete(plain);
  }
}
