// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.termination;

import dev.leasehold.collection.FixedSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/** The file of a message: never created, and never written over another program's text. */
final class MessageFile implements LatestWriter.Destination {

  private static final Set<OpenOption> OPTIONS =
      FixedSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path file;
  private byte[] written = new byte[0];

  MessageFile(Path file) {
    this.file = file;
  }

  @Override
  public void write(byte[] text) throws IOException {
    if (Arrays.equals(text, written) || !isRegular()) {
      return;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file, OPTIONS)) {
      if (isOurs(channel)) {
        replace(channel, text);
      }
    }
  }

  /** Anything else may block, or is no file of the kubelet's. */
  private boolean isRegular() {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether nobody else has written to the file. */
  private boolean isOurs(SeekableByteChannel channel) throws IOException {
    if (channel.size() != written.length) {
      return false;
    }
    ByteBuffer content = ByteBuffer.allocate(written.length);
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = channel.read(content);
    }
    return Arrays.equals(content.array(), written);
  }

  /**
   * Keeps account of each step: the part of the text that a full volume has taken is still
   * Leasehold's.
   */
  private void replace(SeekableByteChannel channel, byte[] text) throws IOException {
    channel.truncate(0);
    written = new byte[0];
    channel.position(0);
    for (ByteBuffer left = ByteBuffer.wrap(text); left.hasRemaining(); ) {
      int ignored = channel.write(left);
      written = Arrays.copyOf(text, left.position());
    }
  }
}
