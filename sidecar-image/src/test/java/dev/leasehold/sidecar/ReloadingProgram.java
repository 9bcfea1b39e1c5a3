// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A program that is called after each change: it refuses call 2 and hangs at call 3. */
final class ReloadingProgram implements AutoCloseable {

  private static final int REFUSED = 2;
  private static final int UNANSWERED = 3;

  /** The state at each call. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Supplier<String> observation;
  private final HttpServer server;

  /**
   * Starts it.
   *
   * @param observation asked at each call
   */
  ReloadingProgram(Supplier<String> observation) throws IOException {
    this.observation = observation;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/reload", this::called);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/reload";
  }

  private void called(HttpExchange exchange) throws IOException {
    calls.add(exchange.getRequestMethod() + " " + observation.get());
    int number = calls.size();
    try (exchange) {
      if (number == UNANSWERED) {
        end.await();
        return;
      }
      exchange.sendResponseHeaders(number == REFUSED ? 503 : 204, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
