// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Load on the orders application. Some clients read and write. Others have transactions that stay
 * open for two seconds, so that each rotation finds open transactions.
 */
final class Traffic implements AutoCloseable {

  private static final int CLIENTS = 6;
  private static final int SLOW_CLIENTS = 2;
  private static final long PAUSE_MILLIS = 10;
  private static final int READS_PER_WRITE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ORDER = "{\"customer\":\"demo\",\"article\":\"tea\",\"quantity\":1}";

  private final URI orders;
  private final Tally tally;
  private final HttpClient http;
  private final AtomicLong turns = new AtomicLong();
  private final ScheduledExecutorService clients =
      Executors.newScheduledThreadPool(CLIENTS + SLOW_CLIENTS);

  private Traffic(URI application, HttpClient.Builder client, Tally tally) {
    this.orders = application.resolve("/orders");
    this.http = client.connectTimeout(PATIENCE).build();
    this.tally = tally;
  }

  /**
   * Begins to send requests.
   *
   * @param client knows the way to the application
   */
  static Traffic start(URI application, HttpClient.Builder client, Tally tally) {
    Traffic traffic = new Traffic(application, client, tally);
    traffic.sendAll();
    return traffic;
  }

  private void sendAll() {
    for (int i = 0; i < CLIENTS; i++) {
      repeat(this::readOrWrite);
    }
    for (int i = 0; i < SLOW_CLIENTS; i++) {
      repeat(() -> send(post(URI.create(orders + "/slow?seconds=2"))));
    }
  }

  /** Sends no more, and waits for the answers that are due. */
  @Override
  public void close() {
    clients.shutdown();
    try {
      clients.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.shutdownNow();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A client ends with its executor, and not before.
  private void repeat(Runnable request) {
    clients.scheduleWithFixedDelay(request, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void readOrWrite() {
    boolean write = turns.incrementAndGet() % (READS_PER_WRITE + 1) == 0;
    send(write ? post(orders) : HttpRequest.newBuilder(orders).timeout(PATIENCE).build());
  }

  private static HttpRequest post(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(ORDER))
        .build();
  }

  private void send(HttpRequest request) {
    Instant started = Instant.now();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() < 300) {
        tally.served(1);
      } else {
        tally.failed(new Failure(started, Instant.now(), "HTTP " + answer.statusCode()));
      }
    } catch (IOException e) {
      tally.failed(new Failure(started, Instant.now(), String.valueOf(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
