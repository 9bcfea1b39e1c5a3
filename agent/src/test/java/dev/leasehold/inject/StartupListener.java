package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands where a database would that speaks a dialect of PostgreSQL's protocol: takes the start-up
 * message, writes down who it is from, and refuses the one user with SQLState 28P01; hangs up on
 * all others. PostgreSQL's documentation, "Message Formats".
 */
final class StartupListener implements AutoCloseable {

  /** SSLRequest and GSSENCRequest are such versions, with nothing behind them. */
  private static final int REQUEST_MAJOR = 1234;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<String> users = new CopyOnWriteArrayList<>();
  private final String refused;

  private StartupListener(String refused) throws IOException {
    this.refused = refused;
  }

  static StartupListener refusing(String userPrefix) throws IOException {
    StartupListener listener = new StartupListener(userPrefix);
    Thread thread = new Thread(listener::listen, "startup");
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  int port() {
    return socket.getLocalPort();
  }

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
        // The next one, please.
      }
    }
  }

  private void answer(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    int major = in.readUnsignedShort();
    in.readUnsignedShort();
    if (major == REQUEST_MAJOR) {
      out.writeByte('N');
      answer(in, out);
      return;
    }
    byte[] parameters = new byte[length - 8];
    in.readFully(parameters);
    String user = user(new String(parameters, StandardCharsets.UTF_8).split("\0", -1));
    users.add(user);
    if (user.startsWith(refused)) {
      refuse(out);
    }
  }

  private static String user(String... namesAndValues) {
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals("user")) {
        return namesAndValues[i + 1];
      }
    }
    return "(nobody)";
  }

  private static void refuse(DataOutputStream out) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.writeBytes("SFATAL\0C28P01\0Mlogin failed\0\0".getBytes(StandardCharsets.US_ASCII));
    out.writeByte('E');
    out.writeInt(4 + fields.size());
    fields.writeTo(out);
    out.flush();
  }
}
