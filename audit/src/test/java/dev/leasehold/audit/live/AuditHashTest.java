// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.leasehold.audit.source.LiveException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that Vault never gives, but a proxy before it may. */
@Timeout(60)
class AuditHashTest {

  private HttpServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  @Test
  void waitsForNoBodyThatDoesNotCome() {
    answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().flush();
        });
    assertThatThrownBy(this::hash)
        .isInstanceOf(LiveException.class)
        .hasMessageEndingWith("did not answer: HttpTimeoutException no whole answer within 10 s");
  }

  @Test
  void readsNoLongBody() {
    answer(
        exchange -> {
          byte[] part = new byte[1 << 16];
          Arrays.fill(part, (byte) ' ');
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < 10_000; i++) {
              body.write(part);
            }
          }
        });
    assertThatThrownBy(this::hash)
        .isInstanceOf(LiveException.class)
        .hasMessageEndingWith("its answer is longer than 64 KiB");
  }

  @Test
  void tellsTheStatusOfAPage() {
    answer(exchange -> page(exchange, 503));
    assertThatThrownBy(this::hash)
        .isInstanceOf(LiveException.class)
        .hasMessageEndingWith(" answered 503 for the audit device file");
  }

  @Test
  void readsNoPageAsAHash() {
    answer(exchange -> page(exchange, 200));
    assertThatThrownBy(this::hash)
        .isInstanceOf(LiveException.class)
        .hasMessageEndingWith(" answered with no JSON for the audit device file");
  }

  @Test
  void takesNoPasswordInTheAddress() {
    Map<String, String> environment =
        Map.of("VAULT_ADDR", "https://app:hunter2@vault", "VAULT_TOKEN", "hvs.x");
    assertThatThrownBy(() -> AuditHash.of("file", environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a user")
        .hasMessageNotContaining("hunter2");
  }

  /** The answer of the proxy to a request. */
  @FunctionalInterface
  private interface ProxyAnswer {
    void give(HttpExchange exchange) throws IOException;
  }

  private void answer(ProxyAnswer answer) {
    proxy.createContext("/", answer::give);
  }

  private static void page(HttpExchange exchange, int status) throws IOException {
    byte[] page = "<html>\nBusy\n</html>".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, page.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  private String hash() {
    String address = "http://127.0.0.1:" + proxy.getAddress().getPort();
    return AuditHash.of("file", Map.of("VAULT_ADDR", address, "VAULT_TOKEN", "hvs.x")).hash("v-x");
  }
}
