// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.metrics.MetricsRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {

  private static final int PATIENT_MILLIS = 60_000;

  private final MetricsRegistry registry = new MetricsRegistry("agent", "1", LeaseClock.system());
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        MetricsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), registry, faults::add);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersHealthAndReadinessAndNothingElse() throws IOException {
    assertThat(get("/healthz", "")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
    assertThat(get("/readyz", "")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/readyz?verbose", "")).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(get("/elsewhere", "")).startsWith("HTTP/1.1 404 Not Found\r\n");
    registry.add("orders");
    assertThat(get("/readyz", ""))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .endsWith("\r\n\r\norders: not ready: no valid lease\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|text/plain; version=0.0.4",
        "*/*|text/plain; version=0.0.4",
        "application/openmetrics-text|application/openmetrics-text; version=1.0.0",
        "application/openmetrics-text; version=0.0.1|text/plain; version=0.0.4",
        "application/openmetrics-text;q=0|text/plain; version=0.0.4",
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain|text/plain; version=0.0.4",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=0.0.4;q=0.3,"
            + "*/*;q=0.2|application/openmetrics-text; version=1.0.0"
      })
  void choosesTheFormatByWhatTheClientAccepts(String accept, String type) throws IOException {
    String answer = get("/metrics", "Accept: " + accept + "\r\n");
    assertThat(answer).contains("\r\nContent-Type: " + type + "; charset=utf-8\r\n");
    assertThat(answer.endsWith("# EOF\n")).isEqualTo(type.startsWith("application"));
  }

  @Test
  void zipsForWhoTakesIt() throws IOException {
    byte[] answer = send("GET /metrics HTTP/1.1\r\nAccept-Encoding: br, gzip;q=0.5\r\n\r\n");
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    assertThat(text.substring(0, body)).contains("\r\nContent-Encoding: gzip\r\n");
    try (InputStream zip =
        new GZIPInputStream(new ByteArrayInputStream(answer, body, answer.length - body))) {
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
          .contains("leasehold_build_info{program=\"agent\",version=\"1\"} 1.0\n");
    }
    assertThat(get("/metrics", "Accept-Encoding: gzip;q=0\r\n")).doesNotContain("gzip");
  }

  @Test
  void answersHeadWithoutABodyAndRefusesOtherMethods() throws IOException {
    assertThat(text("HEAD /healthz HTTP/1.1\r\n\r\n"))
        .contains("\r\nContent-Length: 3\r\n")
        .endsWith("\r\n\r\n");
    assertThat(text("POST /metrics HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"))
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("\r\nAllow: GET, HEAD\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/2\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nno colon\r\n\r\n",
        "\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001"
      })
  void refusesWhatIsNoRequest(String garbage) throws IOException {
    assertThat(text(garbage)).startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertServes();
  }

  @Test
  void refusesARequestThatIsTooLarge() throws IOException {
    String header = "X-Long: " + "x".repeat(HttpRequest.MOST_BYTES) + "\r\n";
    assertThat(get("/metrics", header)).startsWith("HTTP/1.1 431 ");
    assertServes();
  }

  @Test
  void hangsUpOnClientsThatSayNothingAndThenServesOthers() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < MetricsServer.MOST_CONNECTIONS; i++) {
        silent.add(connect());
      }
      for (Socket client : silent) {
        assertThat(endOf(client)).as("hung up on").isTrue();
      }
      assertServes();
    } finally {
      for (Socket client : silent) {
        client.close();
      }
    }
  }

  @Test
  void keepsNobodyWaitingForClientsThatSayNothing() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server.close();
    server = MetricsServer.start(address, registry, Duration.ofHours(1), faults::add);
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < MetricsServer.MOST_OF_AN_ADDRESS - 1; i++) {
        silent.add(connect());
      }
      assertServes();
      for (int i = 0; i < MetricsServer.MOST_CONNECTIONS; i++) {
        silent.add(connect());
      }
      assertServesAnotherAddress();
    } finally {
      for (Socket client : silent) {
        client.close();
      }
    }
  }

  private void assertServesAnotherAddress() throws IOException {
    Socket other = connect(InetAddress.getByName("127.0.0.2"));
    assertThat(send(other, "GET /healthz HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200".getBytes(US_ASCII));
  }

  @Test
  void tellsOfAFaultThatKeptAnAnswerFromBeingMade() throws IOException {
    IllegalStateException fault = new IllegalStateException("a defect");
    registry.add(
        "orders",
        List.of(),
        () -> {
          throw fault;
        });
    assertThat(get("/metrics", "")).startsWith("HTTP/1.1 500 Internal Server Error\r\n");
    assertThat(faults).containsExactly(fault);
    assertServes();
  }

  /** The bytes that they are sent fit into no buffer, and are read by nobody. */
  @Test
  void hangsUpOnClientsThatNeverRead() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      registry.add("binding-" + i);
    }
    List<Socket> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 2 * MetricsPages.MOST_AT_ONCE; i++) {
        Socket client = new Socket();
        client.setReceiveBufferSize(1_024);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        client.getOutputStream().write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
        deaf.add(client);
      }
      awaitServed();
      for (Socket client : deaf) {
        assertThat(isHungUpOn(client)).as("hung up on").isTrue();
      }
    } finally {
      for (Socket client : deaf) {
        client.close();
      }
    }
  }

  /** A client that comes while no place is free is refused, and rightly. */
  private void awaitServed() {
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isServed()) {
      assertThat(System.nanoTime()).as("time until it serves").isLessThan(bound);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean isServed() {
    try {
      return get("/healthz", "").startsWith("HTTP/1.1 200 OK\r\n");
    } catch (IOException refused) {
      return false;
    }
  }

  /** A client that reads would have its answer, so it sends until nobody is there to take it. */
  private static boolean isHungUpOn(Socket client) {
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < bound) {
      try {
        client.getOutputStream().write('x');
      } catch (IOException reset) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  /** Of twenty addresses: one alone has no room for that many. */
  @Test
  void answersAThousandScrapesAtOnce() throws Exception {
    int many = 1_000;
    CyclicBarrier begin = new CyclicBarrier(many);
    ExecutorService clients = Executors.newFixedThreadPool(many);
    try {
      List<Callable<String>> scrapes = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        InetAddress own = InetAddress.getByName("127.0.0." + (1 + i % 20));
        scrapes.add(
            () -> {
              begin.await();
              byte[] answer = send(connect(own), "GET /metrics HTTP/1.1\r\n\r\n");
              return new String(answer, StandardCharsets.UTF_8);
            });
      }
      List<Future<String>> answers = clients.invokeAll(scrapes);
      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("HTTP/1.1 200 OK\r\n").contains("leasehold_build_info");
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void namesTheAddressTheReasonAndTheNextStepWhereItCannotListen() {
    InetSocketAddress taken = InetSocketAddress.createUnresolved("127.0.0.1", server.port());
    assertThatThrownBy(() -> MetricsServer.start(taken, registry, faults::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen at 127.0.0.1:" + server.port() + " (")
        .hasMessageContaining("; another program listens there, so choose another port");
    InetSocketAddress notOurs = InetSocketAddress.createUnresolved("192.0.2.1", 9404);
    assertThatThrownBy(() -> MetricsServer.start(notOurs, registry, faults::add))
        .hasMessageContaining("cannot listen at 192.0.2.1:9404 (")
        .hasMessageContaining("; this host has no such address");
    // The user of this test may have the privilege: these are the words of Linux to all others.
    InetSocketAddress low = InetSocketAddress.createUnresolved("127.0.0.1", 80);
    assertThat(MetricsServer.described(low, new BindException("Permission denied")))
        .isEqualTo(
            "cannot listen at 127.0.0.1:80 (Permission denied); a port below 1024 needs a"
                + " privilege, so choose a higher port");
  }

  /** The kernel holds the socket until the thread that waits at it has been woken. */
  @Test
  @Timeout(60)
  void listensNoMoreWhenItIsClosed() {
    int port = server.port();
    server.close();
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (isAccepted(port)) {
      assertThat(System.nanoTime()).as("time until it listens no more").isLessThan(bound);
      Thread.onSpinWait();
    }
  }

  private static boolean isAccepted(int port) {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return client.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private void assertServes() throws IOException {
    assertThat(get("/healthz", "")).startsWith("HTTP/1.1 200 OK\r\n");
  }

  private String get(String path, String headers) throws IOException {
    return text("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  private String text(String request) throws IOException {
    return new String(send(request), StandardCharsets.UTF_8);
  }

  private byte[] send(String request) throws IOException {
    return send(connect(), request);
  }

  private static byte[] send(Socket connected, String request) throws IOException {
    try (Socket client = connected) {
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return client.getInputStream().readAllBytes();
    }
  }

  private Socket connect() throws IOException {
    return connect(InetAddress.getLoopbackAddress());
  }

  private Socket connect(InetAddress own) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port(), own, 0);
    client.setSoTimeout(PATIENT_MILLIS);
    return client;
  }

  /** Returns whether the server ends the connection; fails when it does not for a minute. */
  private static boolean endOf(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
