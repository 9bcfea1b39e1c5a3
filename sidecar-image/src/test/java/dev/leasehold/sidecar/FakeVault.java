// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers a sidecar's requests, and nothing to one request: a real Vault hangs as a whole. */
final class FakeVault implements AutoCloseable {

  static final String CREDS = "/v1/database/creds/orders";
  static final String REVOKE = "/v1/sys/leases/revoke";
  static final String REVOKE_TOKEN = "/v1/auth/token/revoke-self";

  final List<String> asked = new CopyOnWriteArrayList<>();
  final CountDownLatch tokenRevoked = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final String unanswered;

  private FakeVault(HttpServer server, String unanswered) {
    this.server = server;
    this.unanswered = unanswered;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Starts a server that never answers requests for this path; empty for none. */
  static FakeVault thatLeavesOut(String path) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new FakeVault(HttpServer.create(any, 0), path);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    try (exchange) {
      if (path.equals(unanswered)) {
        end.await();
      }
      byte[] body = body(path).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          body.length == 0 ? 204 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (path.equals(REVOKE_TOKEN)) {
        tokenRevoked.countDown();
      }
    }
  }

  private static String body(String path) {
    return switch (path) {
      case "/v1/auth/jwt/login" ->
          "{\"auth\":{\"client_token\":\"hvs.test\",\"lease_duration\":3600,\"renewable\":true}}";
      case CREDS ->
          "{\"lease_id\":\"database/creds/orders/1\",\"lease_duration\":3600,\"renewable\":true,"
              + "\"data\":{\"username\":\"v-orders\",\"password\":\"secret\"}}";
      default -> "";
    };
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
