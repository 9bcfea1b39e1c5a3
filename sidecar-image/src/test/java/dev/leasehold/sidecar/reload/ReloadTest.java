// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.leasehold.sidecar.signal.SignalTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  private final Path directory;

  ReloadTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/reload",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(answers.remove(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void aCommandThatEndsWith0IsDone() throws Exception {
    Path done = directory.resolve("done");
    new CommandReload(List.of("touch", done.toString()), BOUND).reload();
    assertThat(done).exists();
  }

  @Test
  void aCommandThatFailsIsNamedWithItsStatus() {
    CommandReload reload = new CommandReload(List.of("/bin/sh", "-c", "exit 3"), BOUND);
    assertThatThrownBy(reload::reload)
        .isInstanceOf(ReloadException.class)
        .hasMessage(
            "The reload command /bin/sh ended with status 3. Its own messages are on standard"
                + " error");
  }

  @Test
  void aCommandThatHangsIsKilledWithWhatItStarted() throws Exception {
    Path pid = directory.resolve("pid");
    String script = "sleep 300 & echo $! > '" + pid + "'; wait";
    CommandReload reload = new CommandReload(List.of("/bin/sh", "-c", script), SHORT);
    assertThatThrownBy(reload::reload)
        .isInstanceOf(ReloadException.class)
        .hasMessage(
            "The reload command /bin/sh did not end within 300 ms and was killed. Find the cause"
                + " of the delay, or raise leasehold.reload.timeout");
    assertThat(Files.readString(pid)).isNotEmpty();
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!SignalTarget.pidFile(pid).find().isEmpty()) {
      assertThat(System.nanoTime()).as("time of its end").isLessThan(bound);
      Thread.onSpinWait(); // The kernel ends it soon after.
    }
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new CommandReload(List.of("/no/such/program"), BOUND).reload())
        .hasMessageStartingWith("The reload command /no/such/program cannot be run (")
        .hasMessageEndingWith("). Check its path");
  }

  @Test
  void aCallIsRepeatedUntilItIsAnswered() throws Exception {
    answers.addAll(List.of(503, 302, 204));
    new HttpReload(address("/reload?now"), BOUND, 3, Duration.ofMillis(1)).reload();
    assertThat(requests)
        .containsExactly("POST /reload?now", "POST /reload?now", "POST /reload?now");
  }

  @Test
  void aCallThatIsRefusedIsNamedWithTheLastAnswer() {
    answers.addAll(List.of(500, 404));
    HttpReload reload = new HttpReload(address("/reload?secret"), BOUND, 2, Duration.ofMillis(1));
    assertThatThrownBy(reload::reload)
        .isInstanceOf(ReloadException.class)
        .hasMessage(
            "The reload call to "
                + address("/reload")
                + " failed 2 times, the last time as the program answered 404. Check that the"
                + " program serves this address");
  }

  @Test
  void aCallMayTakeLongerThanTheJdkCounts() throws Exception {
    answers.add(204);
    new HttpReload(address("/reload"), Duration.ofDays(3650), 1, SHORT).reload();
    assertThat(requests).containsExactly("POST /reload");
  }

  @Test
  void aCallThatHangsIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/reload");
      HttpReload reload = new HttpReload(address, SHORT, 1, SHORT);
      assertThatThrownBy(reload::reload)
          .hasMessage(
              "The reload call to "
                  + address
                  + " failed 1 times, the last time as no whole answer came within 300 ms. Check"
                  + " that the program serves this address");
    }
  }

  @Test
  void aCallWhoseAnswerNeverEndsIsGivenUp() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (ServerSocket drip = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread program = new Thread(() -> drip(drip, closed));
      program.start();
      URI address = URI.create("http://127.0.0.1:" + drip.getLocalPort() + "/reload");
      HttpReload reload = new HttpReload(address, SHORT, 1, SHORT);
      assertThatThrownBy(reload::reload).hasMessageContaining("no whole answer came within 300 ms");
      assertThat(closed.await(60, TimeUnit.SECONDS)).as("the connection is closed").isTrue();
      program.join();
    }
  }

  /** Sends a byte of an endless header again and again, each well within any time-out. */
  private static void drip(ServerSocket server, CountDownLatch closed) {
    try (Socket connection = server.accept()) {
      OutputStream answer = connection.getOutputStream();
      answer.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        answer.write('x');
        answer.flush();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (IOException e) {
      closed.countDown();
    }
  }

  @Test
  void aStopEndsTheWaitBetweenTwoCalls() {
    answers.add(503);
    HttpReload reload = new HttpReload(address("/reload"), BOUND, 2, Duration.ofHours(1));
    reload.close();
    assertThatThrownBy(reload::reload)
        .hasMessage("The reload call to " + address("/reload") + " was given up at the stop");
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
