// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.lease.MetricName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code /healthz} (the process runs), {@code /readyz} (each binding has a credential whose
 * lease lives) and {@code /metrics} (Prometheus' text format). No answer holds a secret.
 */
public final class HealthServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_READY = 503;
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** Read by the JDK's server when its class is loaded: the first in seconds. */
  static {
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "10");
    System.setProperty("jdk.httpserver.maxConnections", "32");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<BindingMetrics> bindings;

  private HealthServer(HttpServer server, List<BindingMetrics> bindings) {
    this.server = server;
    this.bindings = bindings;
    this.threads =
        Executors.newFixedThreadPool(2, task -> DaemonThreads.daemon(task, "leasehold-health"));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, "/", NOT_FOUND, TEXT, () -> ""));
    server.createContext(
        "/healthz", exchange -> answer(exchange, "/healthz", OK, TEXT, () -> "ok\n"));
    server.createContext(
        "/readyz", exchange -> answer(exchange, "/readyz", readiness(), TEXT, this::bindings));
    server.createContext(
        "/metrics", exchange -> answer(exchange, "/metrics", OK, PROMETHEUS, this::metrics));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException when the address cannot be listened at
   */
  public static HealthServer start(InetSocketAddress address, List<BindingMetrics> bindings)
      throws IOException {
    HealthServer health = new HealthServer(HttpServer.create(address, 0), bindings);
    health.server.start();
    return health;
  }

  private int readiness() {
    return bindings.stream().allMatch(BindingMetrics::isReady) ? OK : NOT_READY;
  }

  private String bindings() {
    StringBuilder text = new StringBuilder();
    for (BindingMetrics binding : bindings) {
      text.append(binding.binding()).append(binding.isReady() ? ": ready\n" : ": not ready\n");
    }
    return text.toString();
  }

  private String metrics() {
    StringBuilder text = new StringBuilder();
    for (MetricName metric : MetricName.values()) {
      text.append("# HELP ").append(metric.text()).append(' ').append(metric.help()).append('\n');
      text.append("# TYPE ").append(metric.text()).append(' ').append(metric.type()).append('\n');
      for (BindingMetrics binding : bindings) {
        for (Map.Entry<String, Double> value : binding.values(metric).entrySet()) {
          text.append(metric.text()).append("{binding=\"").append(binding.binding()).append('"');
          text.append(value.getKey()).append("} ").append(value.getValue()).append('\n');
        }
      }
    }
    return text.toString();
  }

  private static void answer(
      HttpExchange exchange, String path, int status, String type, Supplier<String> content)
      throws IOException {
    try (exchange) {
      boolean exact = exchange.getRequestURI().getPath().equals(path);
      byte[] body = exact ? content.get().getBytes(StandardCharsets.UTF_8) : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(exact ? status : NOT_FOUND, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
