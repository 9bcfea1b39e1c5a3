// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.bed;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * For pgjdbc, a PostgreSQL that answers at once: each login is taken, without a password, and the
 * session does nothing. A connect to it takes a tenth of the time of a connect to a real server,
 * and varies by as much less. It runs in the JVM of the benchmark, which is not the measured JVM.
 *
 * <p>"Message Formats" in PostgreSQL's manual, protocol 3.0, has the messages.
 */
public final class LoopbackServer implements AutoCloseable {

  /**
   * A thread more than the client has connections, as it closes a connection before it opens the
   * next.
   */
  private static final int THREADS = 2;

  private static final int LENGTH = Integer.BYTES;

  /** A server's parameters in its report of itself; pgjdbc asks for all but the time zone. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "server_version", "18.0",
          "server_encoding", "UTF8",
          "client_encoding", "UTF8",
          "DateStyle", "ISO, MDY",
          "TimeZone", "UTC",
          "integer_datetimes", "on",
          "standard_conforming_strings", "on");

  private final ServerSocket listener;
  private final byte[] welcome = welcome();

  private LoopbackServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** Starts a server. */
  public static LoopbackServer start() {
    try {
      LoopbackServer started =
          new LoopbackServer(new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1")));
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(started::serveAll, "loopback-server");
        thread.setDaemon(true);
        thread.start();
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the pattern of a binding that is for it. */
  public String pattern() {
    return "jdbc:postgresql://127.0.0.1:" + listener.getLocalPort() + "/app";
  }

  /**
   * Returns the URL to connect to. No TLS is asked for. No statement is run, as a server of a known
   * version takes the same settings with the login.
   */
  public String url() {
    return pattern() + "?sslmode=disable&assumeMinServerVersion=12";
  }

  private void serveAll() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setTcpNoDelay(true);
        client.setSoLinger(true, 0); // Else the client's ports would be used up for a minute.
        DataInputStream in = new DataInputStream(client.getInputStream());
        in.skipNBytes(in.readInt() - LENGTH);
        client.getOutputStream().write(welcome);
        in.skipNBytes(Byte.BYTES + LENGTH); // That it goes.
      } catch (IOException gone) {
        // One client's end, or that of the server.
      }
    }
  }

  private static byte[] welcome() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      add(out, 'R', new byte[LENGTH]); // AuthenticationOk
      for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
        String text = parameter.getKey() + "\0" + parameter.getValue() + "\0";
        add(out, 'S', text.getBytes(StandardCharsets.UTF_8));
      }
      add(out, 'K', new byte[2 * LENGTH]); // BackendKeyData
      add(out, 'Z', new byte[] {'I'}); // ReadyForQuery, idle
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void add(DataOutputStream out, char type, byte[] content) throws IOException {
    out.writeByte(type);
    out.writeInt(LENGTH + content.length);
    out.write(content);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
