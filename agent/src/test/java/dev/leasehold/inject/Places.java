// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
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
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands where servers might be: four addresses of this machine, at each of them two ports. But for
 * the first address, that of localhost, they are other ones in each run. Takes logins in a
 * database's protocol, writes down who came where, and hangs up.
 */
final class Places implements AutoCloseable {

  private static final int COUNT = 4;
  private static final int BYTE = 255;
  private static final int TRIES = 50;

  /** Somebody has logged in, or begun to, at a place: host and port. */
  record Visit(String place, LoginListener.Attempt login) {}

  private final List<ServerSocket> sockets = new ArrayList<>();
  private final ConcurrentLinkedQueue<Visit> visits = new ConcurrentLinkedQueue<>();
  private final Map<Integer, CountDownLatch> own = new ConcurrentHashMap<>();
  private final LoginListener.Protocol protocol;
  private final List<String> hosts = new ArrayList<>(List.of("127.0.0.1"));
  private final List<Integer> ports = new ArrayList<>();

  Places(LoginListener.Protocol protocol) throws IOException {
    this.protocol = protocol;
    Random random = new Random();
    while (hosts.size() < COUNT) {
      // Of 127.0.0.0/8, all of which is this machine's loopback.
      String host =
          "127.%d.%d.%d"
              .formatted(random.nextInt(1, BYTE), random.nextInt(BYTE), random.nextInt(1, BYTE));
      if (!hosts.contains(host)) {
        hosts.add(host);
      }
    }
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
        for (String host : hosts) {
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

  /** Returns whether all of these are places, so that nobody looks up a name that chance makes. */
  boolean hold(Targets targets) {
    return targets.each().stream()
        .allMatch(target -> target.host().equals("localhost") || hosts.contains(target.host()));
  }

  /** Returns the place of a server, as a {@link Visit} names it. */
  static String of(Target server) {
    String host = server.host().equals("localhost") ? "127.0.0.1" : server.host();
    return host + ':' + server.port();
  }

  /** Returns the addresses, that of localhost first. */
  List<String> hosts() {
    return hosts;
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
      if (!isSeen(seen)) {
        throw new IllegalStateException(name(place) + " is busy");
      }
      own.remove(last.getLocalPort());
    }
  }

  /** Oracle's driver has a timer that interrupts the thread of a connect, and may do so late. */
  private static boolean isSeen(CountDownLatch seen) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      try {
        return seen.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException late) {
        continue;
      }
    }
    return false;
  }

  private void listen(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        CountDownLatch seen = own.get(client.getPort());
        if (seen == null) {
          visits.add(new Visit(name(socket), login(client)));
        } else {
          seen.countDown();
        }
      } catch (IOException hungUp) {
        // The next one, please.
      }
    }
  }

  private LoginListener.Attempt login(Socket client) throws IOException {
    client.setSoTimeout(2_000);
    try {
      return protocol.login(
          new DataInputStream(client.getInputStream()),
          new DataOutputStream(client.getOutputStream()));
    } catch (IOException | RuntimeException nobody) {
      return LoginListener.Attempt.NONE;
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
