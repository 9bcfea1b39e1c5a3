// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A forked JVM; killed when closed. */
final class Running implements AutoCloseable {

  private static final int BOUND_SECONDS = 60;

  private final Process process;
  private final Path err = Files.createTempFile("leasehold", ".err");
  private final BufferedReader reader;
  private final StringBuilder out = new StringBuilder();

  Running(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(err.toFile()).start();
    reader = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Reads standard output up to a line that starts so; fails when it ends before. */
  void awaitLine(String start) throws IOException {
    String line;
    do {
      line = reader.readLine();
      assertThat(line).as("standard output; standard error: %s", err()).isNotNull();
      out.append(line).append('\n');
    } while (!line.startsWith(start));
  }

  /** Waits until standard error has a text. */
  void awaitError(String text) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * BOUND_SECONDS);
    while (!err().contains(text)) {
      assertThat(System.nanoTime()).as("%s in %s", text, err()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Sends SIGTERM, as the kubelet does. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would close the streams as well.
  }

  /** Waits for the end. */
  Outcome outcome() throws IOException, InterruptedException {
    StringWriter rest = new StringWriter();
    reader.transferTo(rest);
    assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).as("the JVM ends").isTrue();
    return new Outcome(process.exitValue(), out.toString() + rest, err());
  }

  private String err() throws IOException {
    return Files.readString(err, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.delete(err);
  }
}
