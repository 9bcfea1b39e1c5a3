// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lists pods as an API server does, and answers and ends watches when it is told to. */
public final class PodServer implements AutoCloseable {

  static final long BOUND = Duration.ofSeconds(60).toNanos();

  /** The client takes a watch for a watch that goes on once it has got something. */
  private static final String BOOKMARK =
      "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"}}}\n";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore answered = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private final HttpServer server;
  private final String pods;

  /** Begins to serve pods in JSON, with commas between them. */
  public PodServer(String pods) throws IOException {
    this.pods = pods;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns a client. */
  public LiveCluster cluster() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withHttp2Disable(true)
            .build();
    return new LiveCluster(new KubernetesClientBuilder().withConfig(config).build());
  }

  /** Waits until a watch is asked for. */
  public void awaitAsked() throws InterruptedException {
    assertThat(asked.tryAcquire(BOUND, TimeUnit.NANOSECONDS)).isTrue();
  }

  /** Answers it. */
  public void answer() {
    answered.release();
  }

  /** Ends a watch that was answered. */
  void endWatch() {
    ended.release();
  }

  /** Keeps no request waiting. */
  public void release() {
    answered.release(Short.MAX_VALUE);
    ended.release(Short.MAX_VALUE);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    boolean isWatch = exchange.getRequestURI().getQuery().contains("watch=true");
    if (!isWatch) {
      send(
          exchange,
          "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
              + pods
              + "]}");
    } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      send(exchange, "{}"); // The client asks without a WebSocket then.
    } else {
      asked.release();
      answered.acquireUninterruptibly();
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(BOOKMARK.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
      ended.acquireUninterruptibly();
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }
}
