// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes findings to standard output. What a reader has got is not known after a restart, so a
 * finding may come again, with its id.
 */
final class StreamSink implements FindingSink {

  private final OutputStream out;

  StreamSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(List<FindingText> outstanding) throws IOException {
    StringBuilder lines = new StringBuilder();
    outstanding.forEach(each -> lines.append(each.text()).append('\n'));
    out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
