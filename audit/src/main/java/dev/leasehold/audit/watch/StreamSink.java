// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes findings to standard output, on a thread of its own: a reader that does not read holds up
 * nobody. After a restart it is not known which findings a reader has got. So a finding may come
 * again, with its id.
 */
final class StreamSink implements FindingSink {

  private final OutputStream out;
  private final Duration patience;
  private List<FindingText> handedOver = List.of();
  private @Nullable FutureTask<Void> writing;

  /**
   * Writes to a stream.
   *
   * @param patience how long the stream may take before it is given up for now
   */
  StreamSink(OutputStream out, Duration patience) {
    this.out = out;
    this.patience = patience;
  }

  @Override
  public void write(List<FindingText> outstanding) throws IOException {
    FutureTask<Void> begun = writing;
    if (begun != null) {
      await(begun); // Its findings are outstanding still.
    }
    List<FindingText> missing =
        outstanding.stream().filter(each -> !handedOver.contains(each)).toList();
    FutureTask<Void> next = new FutureTask<>(() -> append(missing), null);
    handedOver = missing;
    writing = next;
    Thread thread = new Thread(next, "leasehold-audit-output");
    thread.setDaemon(true);
    thread.start();
    await(next);
  }

  private void append(List<FindingText> missing) {
    StringBuilder lines = new StringBuilder();
    missing.forEach(each -> lines.append(each.text()).append('\n'));
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void await(FutureTask<Void> begun) throws IOException {
    try {
      begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      writing = null;
    } catch (TimeoutException e) {
      throw new IOException("nobody reads standard output");
    } catch (ExecutionException e) {
      writing = null;
      handedOver = List.of();
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
