// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineRangeTest {

  private final Path folder;

  LineRangeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void hasEachLineInOneRangeWhereverTheFileIsCut() throws Exception {
    String text = "a\n\nbcd\nefghij\n\n\nk\nno end";
    Path file = Files.writeString(folder.resolve("log"), text);
    Object key = LineRange.key(file);
    for (int first = 0; first <= text.length(); first++) {
      for (int second = first; second <= text.length(); second++) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        long[] ends = {0, first, second, Long.MAX_VALUE};
        for (int i = 0; i < 3; i++) {
          try (InputStream range = LineRange.open(file, key, ends[i], ends[i + 1])) {
            range.transferTo(all);
          }
        }
        assertThat(all.toString(StandardCharsets.UTF_8)).isEqualTo(text);
      }
    }
  }

  @Test
  void opensNoOtherFileThatHasGotTheName() throws Exception {
    Path file = Files.writeString(folder.resolve("log"), "a\nb\n");
    Object key = LineRange.key(file);
    Path next = Files.writeString(folder.resolve("next"), "c\nd\n");
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> LineRange.open(file, key, 2, 4)).hasMessageContaining("rotated");
    assertThatThrownBy(() -> LineRange.open(file, LineRange.key(file), 5, 9))
        .hasMessageContaining("rotated");
  }

  /** As logrotate's {@code copytruncate} does. */
  @Test
  void endsWhereTheFileIsCutWhileItIsRead() throws Exception {
    String line = "a line of a log\n";
    Path file = Files.writeString(folder.resolve("log"), line.repeat(100_000));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (InputStream range = LineRange.open(file, LineRange.key(file), 0, Long.MAX_VALUE)) {
      all.write(range.readNBytes(line.length()));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(200_000);
      }
      range.transferTo(all);
    }
    assertThat(all.size()).isBetween(200_000 - line.length(), 300_000);
    assertThat(line.repeat(100_000)).startsWith(all.toString(StandardCharsets.UTF_8));
  }
}
