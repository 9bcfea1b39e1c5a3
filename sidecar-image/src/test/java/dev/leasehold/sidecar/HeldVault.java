// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leasehold.testbed.tls.TrustedAuthority;
import dev.leasehold.testbed.vault.VaultServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of a real Vault. It passes everything on, but holds one request, or the answer
 * to it, for as long as the test likes, and loses it then.
 */
final class HeldVault implements AutoCloseable {

  static final String LOGIN = "/v1/auth/jwt/login";
  static final String CREDS = "/v1/database/creds/orders";
  static final String RENEW = "/v1/sys/leases/renew";
  static final String REVOKE = FakeVault.REVOKE;
  static final String REVOKE_TOKEN = FakeVault.REVOKE_TOKEN;

  private static final long BOUND_SECONDS = 60;

  /** The JDK's client sets these by itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "expect", "upgrade");

  private final AtomicReference<@Nullable Held> next = new AtomicReference<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final URI vault;
  private final HttpClient client;
  private final HttpServer server;

  /** When a request is held. */
  enum Moment {
    /** Vault has not seen the request. */
    BEFORE,
    /** Vault has done the request and has answered. */
    AFTER
  }

  private HeldVault(VaultServer behind) throws IOException {
    this.vault = behind.address();
    this.client =
        HttpClient.newBuilder()
            .sslContext(TrustedAuthority.context(behind.caCertificate()))
            .build();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  static HeldVault inFrontOf(VaultServer vault) throws IOException {
    return new HeldVault(vault);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Holds the next request for a path. */
  Held hold(String path, Moment moment) {
    Held held = new Held(path, moment);
    next.set(held);
    return held;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      Held held = take(exchange.getRequestURI().getPath());
      if (held != null && held.moment == Moment.BEFORE) {
        held.keep();
        return;
      }
      HttpResponse<byte[]> answer = client.send(request(exchange), BodyHandlers.ofByteArray());
      if (held != null) {
        held.keep();
        return;
      }
      byte[] body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Held take(String path) {
    Held held = next.get();
    boolean isIt = held != null && held.path.equals(path) && next.compareAndSet(held, null);
    return isIt ? held : null;
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(vault.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A request that is held, or will be. */
  static final class Held {

    private final String path;
    private final Moment moment;
    private final CountDownLatch here = new CountDownLatch(1);
    private final CountDownLatch lost = new CountDownLatch(1);

    private Held(String path, Moment moment) {
      this.path = path;
      this.moment = moment;
    }

    private void keep() throws InterruptedException {
      here.countDown();
      lost.await();
    }

    /** Waits until the request is held. */
    void await() throws InterruptedException {
      if (!here.await(BOUND_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("no request for " + path + " within " + BOUND_SECONDS + " s");
      }
    }

    /** Loses it: Vault does not get it, or the sidecar not its answer. */
    void lose() {
      lost.countDown();
    }
  }
}
