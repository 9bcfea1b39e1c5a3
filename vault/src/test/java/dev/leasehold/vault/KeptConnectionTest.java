// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.LeaseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that follow each other, to a server that keeps connections, or says so and does not. */
@Timeout(120)
class KeptConnectionTest {

  private static final VaultRequest RENEWAL =
      VaultRequest.put("auth/token/renew-self", new JsonObject()).repeatable();
  private static final VaultRequest CREDS = VaultRequest.get("database/creds/orders");

  private final Server server = new Server();
  private final VaultHttp http;

  KeptConnectionTest() throws Exception {
    VaultAddress address = VaultAddress.parse("http://127.0.0.1:" + server.port());
    http =
        new VaultHttp(
            VaultConnection.to(address, Duration.ofSeconds(10)).build(), RequestOrigin.UNKNOWN);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void sharesAConnectionInAConversation() throws Exception {
    try (VaultOperation conversation = http.converse()) {
      http.send(RENEWAL);
      http.send(CREDS);
      http.send(CREDS);
    }
    assertThat(server.connections()).isEqualTo(1);
    http.send(CREDS);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void closesTheConnectionWithTheConversation() throws Exception {
    try (VaultOperation conversation = http.converse()) {
      http.send(RENEWAL);
    }
    server.awaitEnd();
  }

  @Test
  void repeatsWhatMayBeRepeatedWhenAServerClosesInSilence() throws Exception {
    server.answersOnce();
    try (VaultOperation conversation = http.converse()) {
      http.send(CREDS);
      assertThat(http.send(RENEWAL).status()).isEqualTo(200);
    }
    assertThat(server.requests()).endsWith(line(RENEWAL), line(RENEWAL));
  }

  @Test
  void neverRepeatsWhatMakesARoleAndKeepsNoConnectionFromThenOn() throws Exception {
    server.answersOnce();
    try (VaultOperation conversation = http.converse()) {
      http.send(RENEWAL);
      assertThatThrownBy(() -> http.send(CREDS))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("the connection was cut before the whole answer was there");
    }
    assertThat(server.requests()).containsExactly(line(RENEWAL), line(CREDS));
    try (VaultOperation conversation = http.converse()) {
      http.send(RENEWAL);
      assertThat(http.send(CREDS).status()).isEqualTo(200);
    }
  }

  /** The end of the connection is there before the next request is. */
  @Test
  void seesThatAServerHasClosedAConnection() throws Exception {
    server.closesAfterAnswer();
    try (VaultOperation conversation = http.converse()) {
      http.send(RENEWAL);
      server.awaitEnd();
      assertThat(http.send(CREDS).status()).isEqualTo(200);
    }
    assertThat(server.requests()).containsExactly(line(RENEWAL), line(CREDS));
  }

  private static String line(VaultRequest request) {
    return request.method() + " /v1/" + request.path() + " HTTP/1.1";
  }

  /** Says nothing of closing connections, whether it closes them or not. */
  private static final class Server {

    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean closesAtSecond;
    private volatile boolean closesAfterAnswer;

    Server() throws IOException {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      daemon(this::serve);
    }

    int port() {
      return listener.getLocalPort();
    }

    int connections() {
      return connections.get();
    }

    List<String> requests() {
      return new ArrayList<>(requests);
    }

    /** Reads a second request on a connection and closes it then. */
    void answersOnce() {
      closesAtSecond = true;
    }

    void closesAfterAnswer() {
      closesAfterAnswer = true;
    }

    void awaitEnd() throws InterruptedException {
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("a connection has ended").isTrue();
    }

    void close() throws IOException {
      listener.close();
    }

    private void serve() {
      while (!listener.isClosed()) {
        try {
          Socket socket = listener.accept();
          connections.incrementAndGet();
          daemon(() -> answer(socket));
        } catch (IOException e) {
          return; // The test is over.
        }
      }
    }

    private void answer(Socket socket) {
      try (socket) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (int answered = 0; read(in); answered++) {
          if (closesAtSecond && answered == 1) {
            break;
          }
          MisbehavingServer.write(
              socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
          if (closesAfterAnswer) {
            break;
          }
        }
      } catch (IOException e) {
        return; // The client went away.
      } finally {
        ended.countDown();
      }
    }

    private boolean read(BufferedReader in) throws IOException {
      String first = in.readLine();
      int length = 0;
      for (String line = first; line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      if (first != null) {
        requests.add(first);
      }
      return first != null;
    }

    private static void daemon(Runnable task) {
      Thread thread = new Thread(task, "keeping-server");
      thread.setDaemon(true);
      thread.start();
    }
  }
}
