// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a database would. It takes logins, writes down their users, and refuses the one user
 * as that database does. It hangs up on all others.
 */
final class LoginListener implements AutoCloseable {

  /**
   * The names in a login.
   *
   * @param database null where it names none and the protocol gives none in its place
   */
  record Attempt(String user, @Nullable String database) {

    /** A client that has hung up before logging in. */
    static final Attempt NONE = new Attempt("(nobody)", null);
  }

  /** The part of a database's protocol that is about logins. */
  interface Protocol {

    /** Reads a login. */
    Attempt login(DataInputStream in, DataOutputStream out) throws IOException;

    /** Says that the credential is not accepted. */
    void refuse(DataOutputStream out) throws IOException;
  }

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> users = new CopyOnWriteArrayList<>();
  private final Protocol protocol;
  private final String refused;

  private LoginListener(Protocol protocol, String refused) throws IOException {
    this.protocol = protocol;
    this.refused = refused;
  }

  static LoginListener refusing(String userPrefix, Protocol protocol) throws IOException {
    LoginListener listener = new LoginListener(protocol, userPrefix);
    Thread thread = new Thread(listener::listen, "logins");
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns the users that have tried to log in, in order. */
  List<String> users() {
    return users;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void listen() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        answer(
            new DataInputStream(client.getInputStream()),
            new DataOutputStream(client.getOutputStream()));
      } catch (IOException hungUp) {
        // The next client, please.
      }
    }
  }

  private void answer(DataInputStream in, DataOutputStream out) throws IOException {
    String user = protocol.login(in, out).user();
    users.add(user);
    if (user.startsWith(refused)) {
      protocol.refuse(out);
      out.flush();
    }
  }
}
