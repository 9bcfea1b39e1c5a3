// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Appends findings to a file, each once. No other process writes to the file, so the last output of
 * a killed process stands at its end. It is looked for there, and half a line is completed.
 */
final class FileSink implements FindingSink {

  private final Path file;

  FileSink(Path file) {
    this.file = file;
  }

  @Override
  public void write(List<FindingText> outstanding) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OwnerOnlyFiles.FILE)) {
      String tail = tail(channel, outstanding);
      int last = tail.lastIndexOf('\n') + 1;
      Set<String> written = new HashSet<>(tail.substring(0, last).lines().toList());
      List<String> missing =
          outstanding.stream()
              .map(FindingText::text)
              .filter(text -> !written.contains(text))
              .toList();
      append(channel, lines(tail.substring(last), missing));
    }
  }

  /**
   * Returns the text to append.
   *
   * @param half the text after the last line break
   */
  private static String lines(String half, List<String> missing) {
    StringBuilder lines = new StringBuilder();
    Optional<String> begun =
        missing.stream().filter(text -> !half.isEmpty() && text.startsWith(half)).findFirst();
    if (begun.isPresent()) {
      lines.append(begun.get(), half.length(), begun.get().length()).append('\n');
    } else if (!half.isEmpty() && !missing.isEmpty()) {
      lines.append('\n');
    }
    for (String text : missing) {
      if (begun.isEmpty() || !text.equals(begun.get())) {
        lines.append(text).append('\n');
      }
    }
    return lines.toString();
  }

  private static void append(FileChannel channel, String lines) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
    long end = channel.size();
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    channel.force(true);
  }

  /** Returns the end of the file, as long as all findings that may stand there. */
  private static String tail(FileChannel channel, List<FindingText> outstanding)
      throws IOException {
    long longest = outstanding.stream().mapToLong(each -> each.text().length() + 1L).sum() + 1;
    int length = (int) Math.min(longest, channel.size());
    long from = channel.size() - length;
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int read = channel.read(bytes, from);
    while (read > 0) {
      read = channel.read(bytes, from + bytes.position());
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }
}
