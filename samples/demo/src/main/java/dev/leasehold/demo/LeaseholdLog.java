// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Follows Leasehold's own lines: the agent's in the application's output, or the sidecar's. Not
 * safe for threads.
 */
final class LeaseholdLog {

  /** The agent puts its name in brackets, the sidecar's logger does not. */
  private static final List<String> MARKS = List.of("[leasehold] ", " leasehold - ");

  private final LogFile file;

  LeaseholdLog(Path file) {
    this.file = new LogFile(file);
  }

  /** Returns the whole lines written since the last call, without their time. */
  List<String> news() throws IOException {
    return file.news().stream().flatMap(line -> bare(line).stream()).toList();
  }

  private static List<String> bare(String line) {
    return MARKS.stream()
        .filter(line::contains)
        .map(mark -> line.substring(line.indexOf(mark) + mark.length()))
        .toList();
  }
}
