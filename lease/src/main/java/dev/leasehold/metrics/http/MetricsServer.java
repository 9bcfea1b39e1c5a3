// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.metrics.MetricsSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Listens for scrapes and health checks. Clients are bounded: 32 connections at a time, each with a
 * thread, so that a silent client keeps no other waiting. At most 24 of them are of one address, so
 * that clients of others find a place. Up to 128 further connections wait without a thread, 96 of
 * one address, and more in the system's queue. A request has 8 KiB and two seconds, and its answer
 * five seconds. Four answers are made at a time.
 *
 * <p>Its threads are daemons; there is one thread while nobody asks.
 */
public final class MetricsServer implements AutoCloseable {

  static final int MOST_CONNECTIONS = 32;

  static final int MOST_OF_AN_ADDRESS = 24;

  static final int MOST_WAITING = 128;

  private static final int MOST_WAITING_OF_AN_ADDRESS = 96;

  /** A client that connects has its request at hand. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int BACKLOG = 256;
  private static final int LOOK_MILLIS = 250;
  private static final String THREAD = "leasehold-metrics";

  private final ServerSocket listener;
  private final Duration patience;
  private final MetricsPages pages;
  private final Consumer<Throwable> faults;
  private final ThreadPoolExecutor threads;
  private final ConnectionPlaces places =
      new ConnectionPlaces(MOST_CONNECTIONS, MOST_OF_AN_ADDRESS, MOST_WAITING_OF_AN_ADDRESS);

  /** For the connections that wait. */
  private final Semaphore room = new Semaphore(MOST_WAITING);

  private final Set<ServerConnection> exchanges = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private MetricsServer(
      ServerSocket listener, MetricsSource source, Duration patience, Consumer<Throwable> faults) {
    this.listener = listener;
    this.patience = patience;
    this.pages = new MetricsPages(source);
    this.faults = faults;
    this.threads =
        new ThreadPoolExecutor(
            MOST_CONNECTIONS,
            MOST_CONNECTIONS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // For one whose predecessor has just ended.
            task -> DaemonThreads.daemon(task, THREAD));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Begins to listen, and returns.
   *
   * @param address where; an address that is not resolved is looked up
   * @param faults told, on a thread of the server's, of each fault of Leasehold's own that kept an
   *     answer from being made; must not throw
   * @throws IOException when it cannot be listened there, with a message that names the address,
   *     the reason and the next step
   */
  public static MetricsServer start(
      InetSocketAddress address, MetricsSource source, Consumer<Throwable> faults)
      throws IOException {
    return start(address, source, PATIENCE, faults);
  }

  /**
   * The same.
   *
   * @param patience how long a client may take for its request
   */
  static MetricsServer start(
      InetSocketAddress address,
      MetricsSource source,
      Duration patience,
      Consumer<Throwable> faults)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    boolean begun = false;
    try {
      InetSocketAddress resolved =
          address.isUnresolved()
              ? new InetSocketAddress(address.getHostString(), address.getPort())
              : address;
      listener.setReuseAddress(true);
      listener.bind(resolved, BACKLOG);
      MetricsServer server = new MetricsServer(listener, source, patience, faults);
      DaemonThreads.daemon(server::listen, THREAD).start();
      begun = true;
      return server;
    } catch (IOException | RuntimeException unable) {
      throw new IOException(described(address, unable), unable);
    } finally {
      if (!begun) {
        listener.close();
      }
    }
  }

  /** Returns where it cannot listen, why, and the next step. */
  static String described(InetSocketAddress address, Exception unable) {
    String said = String.valueOf(unable.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    String step = "";
    if (lower.contains("in use")) {
      step = "; another program listens there, so choose another port";
    } else if (lower.contains("permission")) {
      step = "; a port below 1024 needs a privilege, so choose a higher port";
    } else if (lower.contains("assign")) {
      step = "; this host has no such address, so use 127.0.0.1 or 0.0.0.0";
    } else if (lower.contains("unresolved")) {
      step = "; the name is not known, so use an IP address";
    }
    String at = address.getHostString() + ":" + address.getPort();
    return "cannot listen at " + at + " (" + said + ")" + step;
  }

  private void listen() {
    while (!closed) {
      try {
        closeOverdue();
        if (room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          acceptNext();
        }
      } catch (InterruptedException notOurs) {
        // Somebody interrupts every thread of the JVM; this thread goes on.
      } catch (Throwable fault) { // No memory, or no file descriptor: both may pass.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
      }
    }
  }

  /** Takes the next connection; room for it to wait is taken. */
  private void acceptNext() throws IOException {
    boolean waits = false;
    try {
      listener.setSoTimeout(exchanges.isEmpty() ? 0 : LOOK_MILLIS);
      Socket client = listener.accept();
      if (places.isFullFor(client.getInetAddress())) {
        client.close(); // So that clients of other addresses find room.
      } else {
        waits = !begin(client);
      }
    } catch (SocketTimeoutException nobody) {
      // Somebody is being answered, so the deadlines are looked at in between.
    } finally {
      if (!waits) {
        room.release();
      }
    }
  }

  /** Returns whether there was a place for the client. */
  private boolean begin(Socket client) {
    ServerConnection exchange = new ServerConnection(client, patience, pages, faults);
    exchanges.add(exchange);
    boolean isPlaced = place(exchange);
    if (isPlaced) {
      serve(exchange);
    }
    return isPlaced;
  }

  private boolean place(ServerConnection exchange) {
    boolean isListed = false;
    try {
      boolean isPlaced = places.take(exchange);
      isListed = true;
      return isPlaced;
    } finally {
      if (!isListed) { // There was no memory for it, so nothing else would end it.
        exchanges.remove(exchange);
        exchange.close();
      }
    }
  }

  private void serve(ServerConnection exchange) {
    boolean begun = false;
    try {
      threads.execute(() -> run(exchange));
      begun = true;
    } finally {
      if (!begun) {
        exchange.close();
        ended(exchange);
      }
    }
  }

  private void run(ServerConnection exchange) {
    try {
      exchange.run();
    } finally {
      ended(exchange);
    }
  }

  private void ended(ServerConnection exchange) {
    exchanges.remove(exchange);
    ServerConnection next = places.next(exchange);
    if (next != null) {
      room.release();
      try {
        serve(next);
      } catch (RejectedExecutionException | OutOfMemoryError unable) {
        // There is no thread for it, or the server is closed: serve has closed it.
      }
    }
  }

  private void closeOverdue() {
    long now = System.nanoTime();
    for (ServerConnection exchange : exchanges) {
      if (exchange.isOverdue(now)) {
        exchange.close();
        if (places.leave(exchange)) {
          exchanges.remove(exchange);
          room.release();
        }
      }
    }
  }

  /** Returns the port that it listens at. */
  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException gone) {
      // It listens no more all the same.
    }
    threads.shutdownNow();
    for (ServerConnection exchange : exchanges) {
      exchange.close();
    }
  }
}
