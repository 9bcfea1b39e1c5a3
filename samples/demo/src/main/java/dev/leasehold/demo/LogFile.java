// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Follows the lines that a program writes. Not safe for threads. */
final class LogFile {

  private final Path file;
  private long position;

  LogFile(Path file) {
    this.file = file;
  }

  /** Returns the whole lines written since the last call. */
  List<String> news() throws IOException {
    String text = read();
    int end = text.lastIndexOf('\n') + 1;
    position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    return text.substring(0, end).lines().toList();
  }

  private String read() throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(position);
      byte[] bytes = new byte[(int) (in.length() - position)];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
