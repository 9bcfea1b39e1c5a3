// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.io.BHttpConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with several addresses, some of which do not answer. */
@Timeout(120)
class BoundedSocketTest {

  private static final Duration TIME = Duration.ofSeconds(4);

  private final InetAddress one = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  private final InetAddress two = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
  private final InetAddress three = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});

  BoundedSocketTest() throws IOException {}

  @Test
  void goesOnToTheNextAddressWhenOneRefuses() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, one);
        BHttpConnection connection = connect(server.getLocalPort(), two, three, one)) {
      assertThat(connection.getRemoteAddress())
          .isEqualTo(new InetSocketAddress(one, server.getLocalPort()));
    }
  }

  @Test
  void leavesTimeForTheNextAddressWhenOneIsSilent() throws Exception {
    try (SilentServer silent = new SilentServer(two);
        ServerSocket server = new ServerSocket(silent.port(), 50, one);
        BHttpConnection connection = connect(server.getLocalPort(), two, one)) {
      assertThat(connection.getRemoteAddress())
          .isEqualTo(new InetSocketAddress(one, server.getLocalPort()));
    }
  }

  @Test
  void keepsToTheDeadlineWhenAllAreSilent() throws Exception {
    try (SilentServer silent = new SilentServer(two)) {
      SocketTimeoutException last =
          catchThrowableOfType(
              SocketTimeoutException.class, () -> connect(silent.port(), two, two, two));
      assertThat(last.getSuppressed())
          .hasSize(2)
          .hasOnlyElementsOfType(SocketTimeoutException.class);
    }
  }

  @Test
  void tellsOfEachAddressThatFailed() throws Exception {
    int port = freePort();
    ConnectException last =
        catchThrowableOfType(ConnectException.class, () -> connect(port, three, two, one));
    assertThat(last.getSuppressed()).hasSize(2).hasOnlyElementsOfType(ConnectException.class);
  }

  private static BHttpConnection connect(int port, InetAddress... addresses) throws Exception {
    VaultAddress server = VaultAddress.parse("http://localhost:" + port);
    VaultConnection connection = VaultConnection.to(server, TIME).build();
    Deadline deadline = Deadline.in(TIME);
    return new VaultSocket(connection).open(addresses, server, deadline).http(deadline);
  }

  private int freePort() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, one)) {
      return server.getLocalPort();
    }
  }

  /** Accepts nothing, and has as many waiting as it may: the system drops each further client. */
  private static final class SilentServer implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    SilentServer(InetAddress address) throws IOException {
      server = new ServerSocket(0, 1, address);
      while (wait(server)) {
        assertThat(waiting).as("connections that nobody accepted").hasSizeLessThan(100);
      }
    }

    int port() {
      return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : waiting) {
        socket.close();
      }
      server.close();
    }

    private boolean wait(ServerSocket full) throws IOException {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 300);
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }
  }
}
