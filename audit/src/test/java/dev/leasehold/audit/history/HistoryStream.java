// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a small history's logs in the order of time, as they are written. */
public final class HistoryStream {

  private static final List<String> LOGS = List.of("audit.log", "vault.log", "postgresql.json");
  private static final Pattern TIME =
      Pattern.compile("(?:^|\"time(?:stamp)?\":\")(\\d{4}-\\d\\d-\\d\\d[T ][0-9:.]+)");

  /**
   * A line of a log.
   *
   * @param log the name of its file
   */
  public record Line(long at, String log, String text) {}

  private HistoryStream() {}

  /**
   * Writes the pods of a history into a folder, and returns the lines of its logs.
   *
   * @param planted how many pods there are for each anomaly
   */
  public static List<Line> write(Path folder, int pods, int planted) throws IOException {
    HistoryFiles.write(folder, pods, planted);
    List<Line> lines = new ArrayList<>();
    for (String log : LOGS) {
      for (String line : Files.readAllLines(folder.resolve(log))) {
        lines.add(new Line(time(line), log, line));
      }
      Files.delete(folder.resolve(log));
    }
    lines.sort(Comparator.comparingLong(Line::at));
    return lines;
  }

  private static long time(String line) {
    Matcher time = TIME.matcher(line);
    if (!time.find()) {
      throw new IllegalArgumentException("no time in " + line);
    }
    return Instant.parse(time.group(1).replace(' ', 'T') + "Z").toEpochMilli();
  }
}
