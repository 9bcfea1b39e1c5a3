// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The results of the requests, for Prometheus: Leasehold itself does not see queries. */
final class QueryMetrics implements AutoCloseable {

  static final String NAME = "demo_queries_total";

  private static final String PAGE =
      """
      # HELP demo_queries_total Queries of the demo's load, by result.
      # TYPE demo_queries_total counter
      demo_queries_total{result="served"} %d
      demo_queries_total{result="failed"} %d
      """;

  private final HttpServer server;

  private QueryMetrics(HttpServer server) {
    this.server = server;
  }

  /** Shows the tally at {@code /metrics} on a port of its own. */
  static QueryMetrics serve(Tally tally) {
    try {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
      server.createContext("/metrics", exchange -> answer(exchange, tally));
      server.start();
      return new QueryMetrics(server);
    } catch (IOException e) {
      throw new UncheckedIOException("no port for the demo's own metrics", e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, Tally tally) throws IOException {
    byte[] page =
        PAGE.formatted(tally.servedCount(), tally.failures().size())
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    try (exchange) {
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
