// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.RowWriter;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of the time for which pods are known, where a server ends a watch and renews it. */
class PodWatchTest {

  private static final long BEGIN = Instant.parse("2026-11-28T14:00:00Z").toEpochMilli();
  private static final long BOUND = Duration.ofSeconds(60).toNanos();

  /** The client takes a watch for one that goes on once it has got something. */
  private static final String BOOKMARK =
      "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"}}}\n";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore answered = new Semaphore(0);
  private final Semaphore ended = new Semaphore(0);
  private final List<String> said = new ArrayList<>();
  private HttpServer server;
  private PodWatch watch;
  private long now = BEGIN;

  @BeforeEach
  void begin() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withHttp2Disable(true)
            .build();
    watch =
        new PodWatch(
            new LiveCluster(new KubernetesClientBuilder().withConfig(config).build()),
            () -> Instant.ofEpochMilli(now));
    assertThat(watch.look()).isFalse();
    renew();
    write();
    assertThat(said).containsExactly("pods listed 0");
  }

  @AfterEach
  void end() {
    ended.release();
    answered.release();
    watch.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aBreakOfASecondEndsNoWatch() throws Exception {
    breakFor(Duration.ofSeconds(1));
    write();
    assertThat(said).containsExactly("pods listed 0", "pods watched 61000");
  }

  @Test
  void aBreakOfAMinuteEndsIt() throws Exception {
    breakFor(Duration.ofMinutes(1));
    write();
    assertThat(said).containsExactly("pods listed 0", "pods watched 60000", "pods listed 120000");
  }

  /** The watch has gone on for a minute before, so a list is due after it in any case. */
  private void breakFor(Duration time) throws Exception {
    now += Duration.ofMinutes(1).toMillis();
    assertThat(watch.look()).isTrue();
    ended.release();
    assertThat(asked.tryAcquire(BOUND, TimeUnit.NANOSECONDS)).isTrue();
    assertThat(watch.isWatching()).isFalse();
    now += time.toMillis();
    assertThat(watch.look()).isFalse();
    answered.release();
    awaitWatch();
  }

  /** Answers the first request for a watch. */
  private void renew() throws Exception {
    assertThat(asked.tryAcquire(BOUND, TimeUnit.NANOSECONDS)).isTrue();
    answered.release();
    awaitWatch();
  }

  private void awaitWatch() {
    long begin = System.nanoTime();
    while (!watch.isWatching()) {
      assertThat(System.nanoTime() - begin).isLessThan(BOUND);
      Thread.onSpinWait();
    }
  }

  private void write() throws Exception {
    assertThat(watch.look()).isTrue();
    watch.write(new Said(), 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    boolean isWatch = exchange.getRequestURI().getQuery().contains("watch=true");
    if (!isWatch) {
      send(
          exchange,
          "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}");
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

  /** Keeps what is said of the time for which pods are known. */
  private final class Said implements LogTables {

    @Override
    public RowWriter writer(String table) {
      return values -> {
        if ("source_pod_request".equals(table)) {
          said.add(values[1] + " " + ((long) values[0] - BEGIN));
        }
      };
    }

    @Override
    public void problem(LogKind source, String input, LineProblem problem, long line) {
      throw new AssertionError(input);
    }

    @Override
    public void read(LogKind source) {}
  }
}
