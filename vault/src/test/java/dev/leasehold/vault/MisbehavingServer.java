// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers each login with another token, and each other request as a test wants. A
 * real Vault cannot be made to do so. Plain HTTP on loopback.
 */
final class MisbehavingServer implements AutoCloseable {

  private static final String LOGIN =
      "{\"auth\":{\"client_token\":\"hvs.%d\",\"lease_duration\":3600,\"renewable\":false}}";

  /** Writes an answer, or part of an answer; the connection is closed after it. */
  interface Behaviour {
    void answer(OutputStream out) throws Exception;
  }

  private final ServerSocket listener;
  private final Behaviour beforeLogin;
  private final Behaviour behaviour;
  private final AtomicInteger logins = new AtomicInteger();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> headers = Collections.synchronizedList(new ArrayList<>());

  MisbehavingServer(Behaviour behaviour) throws IOException {
    this(out -> {}, behaviour);
  }

  MisbehavingServer(Behaviour beforeLogin, Behaviour behaviour) throws IOException {
    this.beforeLogin = beforeLogin;
    this.behaviour = behaviour;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::serve);
  }

  static Behaviour status(int status, String body) {
    return out -> write(out, head(status, "Content-Length: " + body.length()) + body);
  }

  /** Behaves in another way for each request, and in the last way from then on. */
  static Behaviour inTurn(Behaviour... behaviours) {
    AtomicInteger turn = new AtomicInteger();
    return out -> behaviours[Math.min(turn.getAndIncrement(), behaviours.length - 1)].answer(out);
  }

  static Behaviour redirect(String location) {
    return out -> write(out, head(307, "Location: " + location + "\r\nContent-Length: 0"));
  }

  static String head(int status, String headers) {
    return "HTTP/1.1 " + status + " Whatever\r\nConnection: close\r\n" + headers + "\r\n\r\n";
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Returns the first lines of the requests so far. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  /** Returns the value of a header in each request so far that has it. */
  List<String> headers(String name) {
    return new ArrayList<>(headers)
        .stream()
            .filter(line -> line.startsWith(name + ": "))
            .map(line -> line.substring(name.length() + 2))
            .toList();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        daemon(() -> answer(socket));
      } catch (IOException e) {
        return; // The test is over.
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      String request = read(socket);
      requests.add(request);
      if (request.contains("/login")) {
        beforeLogin.answer(socket.getOutputStream());
        String login = String.format(LOGIN, logins.incrementAndGet());
        status(200, login).answer(socket.getOutputStream());
      } else {
        behaviour.answer(socket.getOutputStream());
      }
    } catch (Exception e) {
      return; // The client went away.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "misbehaving-server");
    thread.setDaemon(true);
    thread.start();
  }

  private String read(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String first = String.valueOf(in.readLine());
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      headers.add(line);
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
    return first;
  }
}
