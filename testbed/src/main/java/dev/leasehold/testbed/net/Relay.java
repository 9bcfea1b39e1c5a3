// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A TCP relay on 127.0.0.1 in front of a server there: the network between the two, with faults at
 * will. A new relay passes all. If the server is down, clients of the relay are accepted and then
 * reset.
 *
 * <p>Safe for use by many threads.
 */
public final class Relay implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;

  private final InetSocketAddress address;
  private final InetSocketAddress server;
  private volatile InetSocketAddress target;
  private final @Nullable InetAddress source;
  private final Faults faults = new Faults();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private @Nullable ServerSocket listener;
  private @Nullable Thread accepting;
  private @Nullable SilentPort silent;

  private Relay(InetSocketAddress address, int serverPort, @Nullable InetAddress source) {
    this.address = address;
    this.source = source;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
    this.target = server;
  }

  /** A relay to a port on 127.0.0.1. */
  public static Relay to(int serverPort) {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()), serverPort);
  }

  /**
   * The same at another address of this machine's loopback, which on Linux is all of 127.0.0.0/8:
   * so several servers can have one port.
   */
  public static Relay at(InetSocketAddress address, int serverPort) {
    Relay relay = new Relay(address, serverPort, null);
    relay.listen();
    return relay;
  }

  /**
   * A relay to a port on 127.0.0.1 whose connections come from another address of the loopback: so
   * clients are told apart by their addresses.
   */
  public static Relay from(String source, int serverPort) {
    try {
      Relay relay =
          new Relay(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()),
              serverPort,
              InetAddress.getByName(source));
      relay.listen();
      return relay;
    } catch (UnknownHostException e) {
      throw new TestBedException("no address: " + source, e);
    }
  }

  public int port() {
    return address.getPort();
  }

  /** How many connections go through the relay now. */
  public int connections() {
    return links.size();
  }

  /** How many connections have come in so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Ends every fault. */
  public void pass() {
    target = server;
    faults.none();
    listen();
  }

  /** Refuses new connections; open connections go on. */
  public synchronized void refuse() {
    faults.none();
    stopListening();
  }

  /**
   * Loses every packet of new connections, which are neither accepted nor refused. Holds every byte
   * of open connections back, until another fault or none is chosen.
   */
  public synchronized void lose() {
    faults.stall();
    stopListening();
    try {
      silent = SilentPort.at(address);
    } catch (IOException e) {
      throw new TestBedException("the relay cannot fill the queue of port " + port(), e);
    }
  }

  /**
   * Accepts connections and holds every byte back, also on open connections, until another fault or
   * none is chosen.
   */
  public void stall() {
    faults.stall();
    listen();
  }

  /** Holds each piece of a stream back for so long, in both directions. */
  public void delay(Duration delay) {
    faults.delay(delay);
    listen();
  }

  /** Leads new connections to another server on 127.0.0.1, until the next {@link #pass}. */
  public void divert(int otherPort) {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), otherPort);
  }

  /** Resets the connections there are; new connections pass or not as before. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /**
   * Resets each connection in mid-answer, when all but one of so many bytes have passed, until
   * another fault or none is chosen. Bytes that come before the client has spoken twice are no
   * answer: in TLS they are the server's part of the handshake.
   */
  public void cutAnswers(long bytes) {
    faults.cutAnswers(bytes);
    listen();
  }

  /**
   * Holds the rest of each connection's answers back once all but one of so many bytes have passed,
   * until another fault or none is chosen. The same bytes count as an answer as in {@link
   * #cutAnswers}.
   */
  public void holdAnswers(long bytes) {
    faults.holdAnswers(bytes);
    listen();
  }

  /** Resets all connections and frees the port. */
  @Override
  public void close() {
    refuse();
    cut();
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    stopListening(); // At a silent port.
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(address);
      listener = socket;
      Thread thread = new Thread(() -> acceptAll(socket), "relay-" + port());
      thread.setDaemon(true);
      thread.start();
      accepting = thread;
    } catch (IOException e) {
      throw new TestBedException("the relay cannot listen on port " + port(), e);
    }
  }

  private void acceptAll(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        link(socket, socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          System.err.println("testbed: relay on port " + port() + ": " + e);
        }
      }
    }
  }

  private void link(ServerSocket acceptor, Socket client) {
    Socket toServer = new Socket();
    Link link = new Link(client, toServer, faults, links::remove);
    // Known before the server sees it, so that a cut that comes then does not miss it.
    links.add(link);
    accepted.incrementAndGet();
    if (acceptor.isClosed()) {
      link.reset(); // Refused meanwhile; the cut after that may have missed it.
      return;
    }
    try {
      if (source != null) {
        toServer.bind(new InetSocketAddress(source, 0));
      }
      toServer.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      toServer.setTcpNoDelay(true);
      link.start();
    } catch (IOException e) {
      link.reset();
    }
  }

  private synchronized void stopListening() {
    try {
      if (listener != null) {
        listener.close();
      }
      if (accepting != null) {
        accepting.join(CONNECT_MILLIS); // Until it is gone, the kernel takes connections in.
      }
    } catch (IOException e) {
      throw new TestBedException("cannot close port " + port(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (silent != null) {
      silent.close();
    }
    listener = null;
    accepting = null;
    silent = null;
  }
}
