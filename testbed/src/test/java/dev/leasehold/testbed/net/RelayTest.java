// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final int BOUND_MILLIS = 60_000;
  private static final int PIECE = 1_000;

  private ServerSocket server;
  private Relay relay;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    relay = Relay.to(server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
  }

  @Test
  void passesBothWaysAndEndsInOrder() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      client.getOutputStream().write(1);
      assertThat(peer.getInputStream().read()).isEqualTo(1);
      peer.getOutputStream().write(2);
      assertThat(client.getInputStream().read()).isEqualTo(2);
      assertThat(relay.connections()).isEqualTo(1);
      client.shutdownOutput();
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
      peer.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void refusesNewConnectionsUntilItPassesAgain() throws IOException {
    relay.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    relay.pass();
    connect().close();
  }

  @Test
  void losesThePacketsOfNewConnectionsUntilItPassesAgain() throws IOException {
    relay.lose();
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port());
    for (int i = 0; i < 2; i++) {
      try (Socket client = new Socket()) {
        assertThatThrownBy(() -> client.connect(address, 200))
            .isInstanceOf(SocketTimeoutException.class);
      }
    }
    relay.pass();
    connect().close();
  }

  @Test
  void stallsAndThenDeliversWhatItHeldBack() throws IOException {
    relay.stall();
    try (Socket client = connect();
        Socket peer = server.accept()) {
      peer.getOutputStream().write(7);
      client.setSoTimeout(200);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      relay.pass();
      client.setSoTimeout(BOUND_MILLIS);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void cutsConnectionsEvenWhileItStalls() throws IOException {
    relay.stall();
    try (Socket client = connect();
        Socket peer = server.accept()) {
      peer.getOutputStream().write(7);
      relay.cut();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void cutsInMidAnswerAndNotInTheHandshake() throws IOException {
    relay.cutAnswers(PIECE / 2);
    try (Socket client = connect();
        Socket peer = server.accept()) {
      exchange(client, peer);
      assertThatThrownBy(() -> exchange(client, peer)).isInstanceOf(SocketException.class);
    }
    relay.pass();
    try (Socket client = connect();
        Socket peer = server.accept()) {
      exchange(client, peer);
      exchange(client, peer);
    }
  }

  @Test
  void holdsBackTheRestOfAnAnswer() throws IOException {
    relay.holdAnswers(PIECE / 2);
    try (Socket client = connect();
        Socket peer = server.accept()) {
      exchange(client, peer);
      answer(client, peer);
      InputStream in = client.getInputStream();
      assertThat(in.readNBytes(PIECE / 2 - 1)).hasSize(PIECE / 2 - 1);
      client.setSoTimeout(100);
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      client.setSoTimeout(BOUND_MILLIS);
      relay.pass();
      assertThat(in.readNBytes(PIECE / 2 + 1)).hasSize(PIECE / 2 + 1);
    }
  }

  private static void answer(Socket client, Socket peer) throws IOException {
    client.getOutputStream().write(1);
    assertThat(peer.getInputStream().read()).isEqualTo(1);
    peer.getOutputStream().write(new byte[PIECE]);
  }

  private static void exchange(Socket client, Socket peer) throws IOException {
    answer(client, peer);
    assertThat(client.getInputStream().readNBytes(PIECE)).hasSize(PIECE);
  }

  @Test
  void delaysAnswers() throws IOException {
    relay.delay(Duration.ofMillis(150));
    try (Socket client = connect();
        Socket peer = server.accept()) {
      long sent = System.nanoTime();
      peer.getOutputStream().write(7);
      InputStream in = client.getInputStream();
      assertThat(in.read()).isEqualTo(7);
      assertThat(Duration.ofNanos(System.nanoTime() - sent))
          .isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port());
    socket.setSoTimeout(BOUND_MILLIS);
    return socket;
  }
}
