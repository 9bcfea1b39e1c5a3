// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.metrics.MetricsRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of one address have all its places and send no request, and others wait. */
class WaitingClientsTest {

  private static final int PATIENT_MILLIS = 60_000;
  private static final String FIRST = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";

  private final List<Socket> clients = new ArrayList<>();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    MetricsRegistry registry = new MetricsRegistry("agent", "1", LeaseClock.system());
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = MetricsServer.start(any, registry, Duration.ofHours(1), fault -> {});
    for (int i = 0; i < MetricsServer.MOST_OF_AN_ADDRESS; i++) {
      connect(FIRST);
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
  }

  @Test
  void oneThatWaitsHasThePlaceOfOneThatLeaves() throws IOException {
    Socket waiting = asking(FIRST);
    assertIsAnswered(asking(OTHER)); // Clients are taken in their order.
    clients.get(0).close();
    assertIsAnswered(waiting);
  }

  /** Each has begun a request, so that it may wait for long. */
  @Test
  void thoseOfOneAddressLeaveRoomForOthers() throws IOException {
    for (int i = 0; i < MetricsServer.MOST_WAITING; i++) {
      connect(FIRST).getOutputStream().write('G');
    }
    assertIsAnswered(asking(OTHER));
  }

  @Test
  void anEndWithClientsThatWaitIsNoFaultOfTheApplications() throws Exception {
    asking(FIRST);
    assertIsAnswered(asking(OTHER));
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> uncaught.add(fault));
    try {
      List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
      threads.removeIf(thread -> !thread.getName().equals("leasehold-metrics"));
      server.close();
      for (Thread thread : threads) {
        thread.join(PATIENT_MILLIS);
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).isEmpty();
  }

  private Socket asking(String address) throws IOException {
    Socket client = connect(address);
    client.getOutputStream().write("GET /healthz HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
    return client;
  }

  private static void assertIsAnswered(Socket client) throws IOException {
    assertThat(client.getInputStream().readAllBytes())
        .startsWith("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
  }

  private Socket connect(String address) throws IOException {
    InetAddress own = InetAddress.getByName(address);
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port(), own, 0);
    client.setSoTimeout(PATIENT_MILLIS);
    clients.add(client);
    return client;
  }
}
