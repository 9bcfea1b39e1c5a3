// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines of a file that begin in a range of it. */
final class LineRange extends InputStream {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final long to;
  private long position;
  private boolean isOver;

  private LineRange(InputStream in, long position, long to) {
    this.in = in;
    this.position = position;
    this.to = to;
    this.isOver = position >= to;
  }

  /**
   * Opens a range.
   *
   * @param key of the file whose range it is; null where the system has none
   * @param from where the range begins, in bytes
   * @param to where the range ends; lines that begin there are of the next range
   * @throws IOException if the file has been rotated or cut since
   */
  static InputStream open(Path file, @Nullable Object key, long from, long to) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      if (!Objects.equals(key, key(file)) || channel.size() < from) {
        throw new IOException("the file has been rotated");
      }
      long position = Math.max(0, from - 1);
      channel.position(position);
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
      int last = from == 0 ? '\n' : 0;
      while (last >= 0 && last != '\n') {
        last = in.read();
        position++;
      }
      return new LineRange(in, position, to);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the key that tells a file from another file that gets its name. */
  static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (isOver) {
      return -1;
    }
    long sure = to - 1 - position;
    int read = in.read(bytes, offset, sure > 0 ? (int) Math.min(length, sure) : length);
    for (int i = 0; i < read && sure <= 0 && !isOver; i++) {
      if (bytes[offset + i] == '\n') {
        isOver = true;
        read = i + 1;
      }
    }
    position += Math.max(0, read);
    return read;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
