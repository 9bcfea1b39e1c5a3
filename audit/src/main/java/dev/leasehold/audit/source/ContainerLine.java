// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a container's log, without the text that its runtime has put around it. The runtime
 * interface of Kubernetes writes {@code TIME stdout F LINE}, and Docker {@code
 * {"log":"LINE\n","stream":...}}. Both cut a long line into parts.
 *
 * @param stream the stream that the container wrote it to; empty where no text is around the line
 * @param isPartial whether the line goes on in the stream's next line
 */
record ContainerLine(String stream, String text, boolean isPartial) {

  private static final String STDOUT = "stdout";
  private static final String STDERR = "stderr";
  private static final String DOCKER = "{\"log\":";
  private static final char PARTIAL = 'P';
  private static final char FULL = 'F';

  /** Reads a line as it is in the file. */
  static ContainerLine of(String line) {
    int space = line.indexOf(' ');
    ContainerLine read = space < 0 ? null : ofRuntime(line, space + 1);
    if (read == null && line.startsWith(DOCKER)) {
      read = ofDocker(line);
    }
    return read == null ? new ContainerLine("", line, false) : read;
  }

  /** Tags other than the first are for the future. */
  private static @Nullable ContainerLine ofRuntime(String line, int begin) {
    boolean isOut = line.startsWith(STDOUT + ' ', begin);
    int tag = begin + STDOUT.length() + 1;
    if (!isOut && !line.startsWith(STDERR + ' ', begin) || tag >= line.length()) {
      return null;
    }
    char first = line.charAt(tag);
    int end = line.indexOf(' ', tag);
    boolean isTag = end == tag + 1 || end > tag && line.charAt(tag + 1) == ':';
    return isTag && (first == PARTIAL || first == FULL)
        ? new ContainerLine(isOut ? STDOUT : STDERR, line.substring(end + 1), first == PARTIAL)
        : null;
  }

  private static @Nullable ContainerLine ofDocker(String line) {
    try {
      JsonNode entry = PodRows.MAPPER.readTree(line);
      String stream = entry.path("stream").asText();
      String text = entry.path("log").asText();
      boolean isStream = stream.equals(STDOUT) || stream.equals(STDERR);
      return isStream ? new ContainerLine(stream, text, !text.endsWith("\n")) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
