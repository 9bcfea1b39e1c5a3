// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands where servers might be: four addresses of this machine, at each of them two ports. But for
 * the first address, that of localhost, they are other addresses in each run. Takes logins in a
 * database's protocol, writes down each visitor and its place, and hangs up.
 */
final class Places implements AutoCloseable {

  private static final int COUNT = 4;
  private static final int BYTE = 255;
  private static final int TRIES = 50;

  /** Somebody has logged in, or begun to, at a place: host and port. */
  record Visit(String place, LoginListener.Attempt login) {}

  private final List<ServerSocketChannel> sockets = new ArrayList<>();
  private final ConcurrentLinkedQueue<Visit> visits = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable CountDownLatch> asked = new AtomicReference<>();
  private final LoginListener.Protocol protocol;
  private final Selector selector = Selector.open();
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
    for (ServerSocketChannel socket : sockets) {
      socket.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }
    Thread thread = new Thread(this::listen, "places");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens one port at all addresses. */
  private int open() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      List<ServerSocketChannel> opened = new ArrayList<>();
      try {
        int port = 0;
        for (String host : hosts) {
          ServerSocketChannel socket = ServerSocketChannel.open();
          opened.add(socket);
          socket.bind(new InetSocketAddress(host, port));
          port = socket.socket().getLocalPort();
        }
        sockets.addAll(opened);
        return port;
      } catch (IOException taken) {
        for (ServerSocketChannel socket : opened) {
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

  /** Returns the visits since the last time, in the end of all visitors that are there. */
  List<Visit> takeVisits() {
    CountDownLatch seen = new CountDownLatch(1);
    asked.set(seen);
    selector.wakeup();
    if (!isSeen(seen)) {
      throw new IllegalStateException("the places are busy");
    }
    List<Visit> taken = new ArrayList<>();
    for (Visit visit = visits.poll(); visit != null; visit = visits.poll()) {
      taken.add(visit);
    }
    return taken;
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

  /**
   * Sees to one visitor after the other; a visitor that has connected by now waits to be accepted.
   */
  private void listen() {
    try {
      while (selector.isOpen()) {
        selector.select();
        CountDownLatch asking = asked.getAndSet(null);
        selector.selectedKeys().clear();
        boolean some = true;
        while (some) {
          some = false;
          for (ServerSocketChannel socket : sockets) {
            some |= accept(socket);
          }
        }
        if (asking != null) {
          asking.countDown();
        }
      }
    } catch (IOException | ClosedSelectorException over) {
      // There are no visitors any more.
    }
  }

  private boolean accept(ServerSocketChannel place) throws IOException {
    SocketChannel accepted = place.accept();
    if (accepted == null) {
      return false;
    }
    try (Socket client = accepted.socket()) {
      visits.add(new Visit(name(place), login(client)));
    } catch (IOException hungUp) {
      // The next visitor, please.
    }
    return true;
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

  private static String name(ServerSocketChannel place) {
    InetSocketAddress address = (InetSocketAddress) place.socket().getLocalSocketAddress();
    return address.getAddress().getHostAddress() + ':' + address.getPort();
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (ServerSocketChannel socket : sockets) {
      socket.close();
    }
  }
}
