// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Follows the agent's own lines in the application's output. Not safe for threads. */
final class AgentLog {

  private static final String MARK = "[leasehold] ";

  private final Path file;
  private long position;

  AgentLog(Path file) {
    this.file = file;
  }

  /** The whole lines written since the last call, without their time. */
  List<String> news() throws IOException {
    String text = read();
    int end = text.lastIndexOf('\n') + 1;
    position += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    return text.substring(0, end)
        .lines()
        .filter(line -> line.contains(MARK))
        .map(AgentLog::bare)
        .toList();
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

  private static String bare(String line) {
    return line.substring(line.indexOf(MARK) + MARK.length());
  }
}
