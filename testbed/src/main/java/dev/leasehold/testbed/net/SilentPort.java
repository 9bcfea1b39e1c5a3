// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that neither takes nor refuses a connection, as where a network loses each packet. Its
 * queue of connections is full, and Linux drops a client's packets then (listen(2), {@code
 * tcp_abort_on_overflow} in tcp(7)).
 */
final class SilentPort implements AutoCloseable {
  private static final int QUEUE = 1;

  /** Linux takes one connection more than the queue's length. */
  private static final int FULL = QUEUE + 1;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();

  private SilentPort(ServerSocket listener) {
    this.listener = listener;
  }

  static SilentPort at(InetSocketAddress address) throws IOException {
    SilentPort port = new SilentPort(new ServerSocket());
    try {
      port.listener.setReuseAddress(true);
      port.listener.bind(address, QUEUE);
      for (int i = 0; i < FULL; i++) {
        port.waiting.add(new Socket(address.getAddress(), address.getPort()));
      }
      return port;
    } catch (IOException e) {
      port.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      for (Socket client : waiting) {
        client.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new TestBedException("cannot close port " + listener.getLocalPort(), e);
    }
  }
}
