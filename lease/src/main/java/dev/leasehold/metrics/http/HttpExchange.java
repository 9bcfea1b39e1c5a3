// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** One connection: one request, one answer, and the end. */
final class HttpExchange implements Runnable {

  /** How much more a client may send after its request before it is hung up on. */
  private static final int MOST_REST = 65_536;

  /** A client that connects has its request at hand. */
  private static final long REQUEST_SECONDS = 2;

  /** Half of what Prometheus waits for a scrape by default. */
  private static final long ANSWER_SECONDS = 5;

  /** How long a client may keep silent, and its side open, when it has its answer. */
  private static final int LINGER_MILLIS = 500;

  private final Socket socket;
  private final MetricsPages pages;

  /** By {@link System#nanoTime()}; counts once it has begun. */
  private volatile long deadline;

  private volatile boolean begun;

  HttpExchange(Socket socket, MetricsPages pages) {
    this.socket = socket;
    this.pages = pages;
  }

  /** Returns whether the client is too slow, so that {@link #close} is to be called. */
  boolean isOverdue(long now) {
    return begun && now - deadline > 0;
  }

  private void endIn(long seconds) {
    deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    begun = true;
  }

  @Override
  public void run() {
    try {
      endIn(REQUEST_SECONDS);
      InputStream in = socket.getInputStream();
      byte[] answer = answer(in);
      socket.getOutputStream().write(answer);
      socket.shutdownOutput();
      socket.setSoTimeout(LINGER_MILLIS);
      awaitEnd(in);
    } catch (IOException gone) {
      // By the client, or at the deadline.
    } catch (Throwable fault) {
      // No memory even for an answer; the application's handler has no business with it.
    } finally {
      close();
    }
  }

  private byte[] answer(InputStream in) throws IOException {
    try {
      HttpRequest request = HttpRequest.read(in);
      endIn(ANSWER_SECONDS);
      return pages.answer(request).bytes(!request.method().equals("HEAD"));
    } catch (BadRequestException bad) {
      return HttpAnswer.plain(bad.status(), String.valueOf(bad.getMessage())).bytes(true);
    } catch (RuntimeException | Error fault) {
      return HttpAnswer.plain(500, "Internal Server Error").bytes(true);
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

  /** Ends it, whatever it waits for. */
  void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is closed all the same.
    }
  }
}
