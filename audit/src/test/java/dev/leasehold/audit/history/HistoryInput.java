// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import dev.leasehold.audit.source.LogInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Tells a history as a log, while the log is read. */
final class HistoryInput {

  private static final int PIPE = 1 << 20;
  private static final int BUFFER = 1 << 16;

  private final History history;
  private final AtomicLong bytes = new AtomicLong();

  HistoryInput(History history) {
    this.history = history;
  }

  /**
   * Returns the input.
   *
   * @param writer writes lines
   * @param damage changes lines on their way
   */
  LogInput log(
      String name,
      Function<VaultLines.Lines, HistorySink> writer,
      UnaryOperator<VaultLines.Lines> damage) {
    return new LogInput(name, () -> open(name, writer, damage));
  }

  private InputStream open(
      String name,
      Function<VaultLines.Lines, HistorySink> writer,
      UnaryOperator<VaultLines.Lines> damage)
      throws IOException {
    PipedInputStream in = new PipedInputStream(PIPE);
    OutputStream out = new PipedOutputStream(in);
    Thread teller = new Thread(() -> tell(writer, damage, out), "tells " + name);
    teller.setDaemon(true);
    teller.start();
    return in;
  }

  private void tell(
      Function<VaultLines.Lines, HistorySink> writer,
      UnaryOperator<VaultLines.Lines> damage,
      OutputStream pipe) {
    StringBuilder block = new StringBuilder();
    try (OutputStream out = pipe) {
      history.tell(
          writer.apply(
              damage.apply(
                  line -> {
                    block.append(line).append('\n');
                    if (block.length() > BUFFER) {
                      write(block, out);
                    }
                  })));
      write(block, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(StringBuilder block, OutputStream out) throws IOException {
    byte[] text = block.toString().getBytes(StandardCharsets.UTF_8);
    bytes.addAndGet(text.length);
    out.write(text);
    block.setLength(0);
  }

  /** Returns how many bytes have been told. */
  long bytes() {
    return bytes.get();
  }
}
