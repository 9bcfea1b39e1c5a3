package dev.leasehold.inject;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands where servers might be: four addresses of this machine, at each of them two ports. Takes
 * logins in a database's protocol, writes down who came where, and hangs up.
 */
final class Places implements AutoCloseable {

  static final List<String> HOSTS = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4");

  /** Whoever has hung up before logging in. */
  static final String NOBODY = "(nobody)";

  private static final int TRIES = 50;

  /** Somebody has logged in, or begun to, at a place. */
  record Visit(String place, String user) {}

  private final List<ServerSocket> sockets = new ArrayList<>();
  private final ConcurrentLinkedQueue<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Map<Integer, CountDownLatch> own = new ConcurrentHashMap<>();
  private final LoginListener.Protocol protocol;
  private final List<Integer> ports = new ArrayList<>();

  Places(LoginListener.Protocol protocol) throws IOException {
    this.protocol = protocol;
    ports.add(open());
    ports.add(open());
    for (ServerSocket socket : sockets) {
      Thread thread = new Thread(() -> listen(socket), "place " + socket.getLocalSocketAddress());
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Opens one port at all addresses. */
  private int open() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      List<ServerSocket> opened = new ArrayList<>();
      try {
        int port = 0;
        for (String host : HOSTS) {
          ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByName(host));
          opened.add(socket);
          port = socket.getLocalPort();
        }
        sockets.addAll(opened);
        return port;
      } catch (IOException taken) {
        for (ServerSocket socket : opened) {
          socket.close();
        }
      }
    }
    throw new IOException("no port is free at all addresses");
  }

  int port() {
    return ports.get(0);
  }

  int otherPort() {
    return ports.get(1);
  }

  /** Returns who has come since the last time, and where to, in the end of all who are there. */
  List<Visit> takeVisits() throws Exception {
    for (ServerSocket socket : sockets) {
      comeLast(socket);
    }
    List<Visit> taken = new ArrayList<>();
    for (Visit visit = visits.poll(); visit != null; visit = visits.poll()) {
      taken.add(visit);
    }
    return taken;
  }

  /** Waits until a place has seen to all who came before now: it does so one by one. */
  private void comeLast(ServerSocket place) throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (Socket last = new Socket()) {
      last.bind(new InetSocketAddress("127.0.0.1", 0));
      own.put(last.getLocalPort(), seen);
      last.connect(place.getLocalSocketAddress());
      if (!seen.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name(place) + " is busy");
      }
      own.remove(last.getLocalPort());
    }
  }

  private void listen(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        CountDownLatch seen = own.get(client.getPort());
        if (seen == null) {
          visits.add(new Visit(name(socket), user(client)));
        } else {
          seen.countDown();
        }
      } catch (IOException hungUp) {
        // The next one, please.
      }
    }
  }

  private String user(Socket client) throws IOException {
    client.setSoTimeout(2_000);
    try {
      return protocol.login(
          new DataInputStream(client.getInputStream()),
          new DataOutputStream(client.getOutputStream()));
    } catch (IOException | RuntimeException nobody) {
      return NOBODY;
    }
  }

  private static String name(ServerSocket socket) {
    InetSocketAddress address = (InetSocketAddress) socket.getLocalSocketAddress();
    return address.getAddress().getHostAddress() + ':' + address.getPort();
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket socket : sockets) {
      socket.close();
    }
  }
}
