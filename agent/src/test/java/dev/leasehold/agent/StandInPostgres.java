// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens as PostgreSQL does, notes with which parameters clients begin, and hangs up. */
final class StandInPostgres implements AutoCloseable {

  private static final int MOST = 10_000;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> startups = new CopyOnWriteArrayList<>();

  StandInPostgres() throws IOException {
    Thread thread = new Thread(this::listen, "stand-in-postgres");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the URL of a database in it, without TLS. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/app?sslmode=disable";
  }

  /** Returns the parameters of every session that a client began, as it sent them. */
  List<String> startups() {
    return List.copyOf(startups);
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] packet = new byte[Math.min(MOST, in.readInt() - 4)];
        in.readFully(packet);
        startups.add(new String(packet, StandardCharsets.ISO_8859_1));
      } catch (IOException gone) {
        // The next client, unless this end has closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
