// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy on loopback that remembers the requests to it. */
public final class ConnectProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final @Nullable String refusal;
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private ConnectProxy(@Nullable String refusal) throws IOException {
    this.refusal = refusal;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::serve);
  }

  /** Starts a proxy that connects every client. */
  public static ConnectProxy open() throws IOException {
    return new ConnectProxy(null);
  }

  /** Starts a proxy that answers with this status and its reason, and connects nobody. */
  public static ConnectProxy refusing(String status) throws IOException {
    return new ConnectProxy(status);
  }

  /** Returns the port on loopback. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Returns the heads of the requests so far. */
  public List<String> asked() {
    return new ArrayList<>(asked);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon(() -> tunnel(client));
      } catch (IOException e) {
        return; // The test is over.
      }
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      asked.add(head);
      if (refusal != null) {
        reply(client, refusal + "\r\nContent-Length: 0");
        return;
      }
      String authority = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
      int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        reply(client, "200 Connected");
        daemon(() -> copy(client, server));
        copy(server, client);
      }
    } catch (IOException e) {
      return; // One of the two went away.
    }
  }

  private static void reply(Socket client, String statusAndHeaders) throws IOException {
    String answer = "HTTP/1.1 " + statusAndHeaders + "\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      return; // One of the two went away.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no whole request");
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "connect-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
