// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The output of containers, also in pods that the kubelet has removed. A file that is open can be
 * read when it has no name any more. Safe for many threads.
 */
public final class KeptLogs implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final Supplier<List<Path>> files;
  private final Map<Path, FileChannel> open = new TreeMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "kept-logs");

  private KeptLogs(Supplier<List<Path>> files) {
    this.files = files;
  }

  /** Keeps the files that there are, and each that comes from now on. */
  static KeptLogs of(Supplier<List<Path>> files) {
    KeptLogs logs = new KeptLogs(files);
    logs.look();
    logs.thread.start();
    return logs;
  }

  /** The lines so far: a list for each run of each container, by the file that had them. */
  public synchronized Map<Path, List<String>> byFile() {
    Map<Path, List<String>> lines = new TreeMap<>();
    open.forEach((file, channel) -> lines.put(file, lines(channel)));
    return lines;
  }

  /** The lines so far of all runs of all containers. */
  public List<String> lines() {
    return byFile().values().stream().flatMap(List::stream).toList();
  }

  private void watch() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    for (Path file : files.get()) {
      try {
        if (!open.containsKey(file)) {
          open.put(file, FileChannel.open(file));
        }
      } catch (NoSuchFileException e) {
        continue; // Removed since it was listed.
      } catch (IOException e) {
        throw new TestBedException("cannot open " + file, e);
      }
    }
  }

  private static List<String> lines(FileChannel channel) {
    try {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      int read = 0;
      while (read >= 0 && content.hasRemaining()) {
        read = channel.read(content, content.position());
      }
      return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8)
          .lines()
          .map(KubernetesNode::message)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      for (FileChannel channel : open.values()) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
