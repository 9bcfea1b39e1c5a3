// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LogInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The content of a file of a log, unpacked if it is gzipped. */
final class LogContent {

  private static final int BUFFER = 1 << 16;

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
      InputStream stored = Channels.newInputStream(channel);
      boolean isPacked = LogInput.isPacked(stored);
      channel.position(isPacked ? 0 : position);
      if (!isPacked) {
        return stored;
      }
      InputStream content = new GZIPInputStream(new BufferedInputStream(stored, BUFFER), BUFFER);
      content.skipNBytes(position);
      return content;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
