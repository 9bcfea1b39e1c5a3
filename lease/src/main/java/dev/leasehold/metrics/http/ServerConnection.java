// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

/** One connection: one request, one answer, and the end. */
final class ServerConnection implements Runnable {

  /** How much more a client may send after its request before it is hung up on. */
  private static final int MOST_REST = 65_536;

  /** Half of the time that Prometheus waits for a scrape by default. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** How long a client may keep silent, and its side open, when it has its answer. */
  private static final int LINGER_MILLIS = 500;

  private final Socket socket;
  private final Duration patience;
  private final MetricsPages pages;
  private final Consumer<Throwable> faults;

  /** By {@link System#nanoTime()}. */
  private volatile long deadline;

  private volatile boolean isServed;

  /**
   * Makes an exchange with a client that has just been accepted: its time begins now.
   *
   * @param patience how long it may take for its request, or wait for a place
   */
  ServerConnection(
      Socket socket, Duration patience, MetricsPages pages, Consumer<Throwable> faults) {
    this.socket = socket;
    this.patience = patience;
    this.pages = pages;
    this.faults = faults;
    endIn(patience);
  }

  /** Returns the client's address. */
  InetAddress address() {
    return socket.getInetAddress();
  }

  /**
   * Returns whether the client is too slow, so that {@link #close} is to be called. A connection
   * that waits for a place is not, when it has sent something.
   */
  boolean isOverdue(long now) {
    // The deadline is read last: a connection that gets its place has the new deadline before.
    return (isServed || isSilent()) && now - deadline > 0;
  }

  private boolean isSilent() {
    try {
      return socket.getInputStream().available() == 0;
    } catch (IOException gone) {
      return true;
    }
  }

  private void endIn(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public void run() {
    endIn(patience);
    isServed = true;
    try {
      InputStream in = socket.getInputStream();
      byte[] answer = answer(in);
      socket.getOutputStream().write(answer);
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      awaitEnd(in);
    } catch (IOException gone) {
      // By the client, or at the deadline.
    } catch (Throwable fault) {
      report(fault); // The application's handler has no business with it.
    } finally {
      close();
    }
  }

  private byte[] answer(InputStream in) throws IOException {
    try {
      HttpRequest request = HttpRequest.read(in);
      endIn(ANSWER);
      return pages.answer(request).bytes(!request.method().equals("HEAD"));
    } catch (BadRequestException bad) {
      return HttpAnswer.plain(bad.status(), String.valueOf(bad.getMessage())).bytes(true);
    } catch (RuntimeException | Error fault) {
      report(fault);
      return HttpAnswer.plain(500, "Internal Server Error").bytes(true);
    }
  }

  private void report(Throwable fault) {
    try {
      faults.accept(fault);
    } catch (OutOfMemoryError unreported) {
      // There is no memory for words.
    }
  }

  /** A socket that is closed with something unread takes the answer along. */
  private static void awaitEnd(InputStream in) throws IOException {
    byte[] rest = new byte[1_024];
    int total = 0;
    for (int read = in.read(rest); read >= 0 && total < MOST_REST; read = in.read(rest)) {
      total += read;
    }
  }

  /** Ends it, also while it waits. */
  void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }
}
