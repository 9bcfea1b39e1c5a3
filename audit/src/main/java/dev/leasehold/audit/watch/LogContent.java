// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The content of a file of a log, unpacked if it is gzipped. */
final class LogContent {

  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private LogContent() {}

  /**
   * Opens the content from a position on.
   *
   * @param key which file is to have the name
   * @throws IOException if another file has the name by now, or the content cannot be unpacked
   */
  static InputStream open(Path file, String key, long position) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      if (!FollowedInput.key(file).equals(key)) {
        throw new IOException(file + " has been rotated");
      }
      if (!isPacked(channel)) {
        return Channels.newInputStream(channel.position(position));
      }
      InputStream stored = Channels.newInputStream(channel.position(0));
      InputStream content = new GZIPInputStream(new BufferedInputStream(stored, BUFFER), BUFFER);
      content.skipNBytes(position);
      return content;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns whether a file is gzipped, whatever its name is. */
  static boolean isPacked(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return isPacked(channel);
    }
  }

  private static boolean isPacked(FileChannel channel) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(2);
    return channel.read(magic, 0) == 2
        && (magic.get(0) & 0xff) == GZIP_MAGIC_1
        && (magic.get(1) & 0xff) == GZIP_MAGIC_2;
  }
}
