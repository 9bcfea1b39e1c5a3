// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.sql.Login;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on the loopback that takes clients in, keeps every byte that they send, and refuses each
 * login: where a credential must never arrive. It talks just enough of a database's protocol for a
 * driver to send its login, and takes no encryption.
 *
 * <p>Safe for use by many threads.
 */
public final class StandIn implements AutoCloseable {
  private static final int LONGEST_SILENCE_MILLIS = 10_000;
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(15);

  private final Protocol protocol;
  private final ServerSocket listener;
  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private int accepted;
  private int open;

  private StandIn(Protocol protocol, InetSocketAddress address) {
    this.protocol = protocol;
    try {
      this.listener = new ServerSocket();
      listener.bind(address);
    } catch (IOException e) {
      throw new TestBedException("the stand-in cannot listen on " + address, e);
    }
    start(this::acceptAll);
  }

  /**
   * A stand-in that asks for the password in clear text.
   *
   * @param address this machine's loopback, which on Linux is all of 127.0.0.0/8: so a stand-in can
   *     differ from a server in its host alone
   */
  public static StandIn postgresql(InetSocketAddress address) {
    return new StandIn(new PostgresProtocol(), address);
  }

  /**
   * A stand-in that asks for {@code mysql_native_password}; MariaDB's driver speaks with it, too.
   */
  public static StandIn mysql(InetSocketAddress address) {
    return new StandIn(new MysqlProtocol(), address);
  }

  /** A stand-in that asks for SQL Server's own login, of clients with {@code encrypt=false}. */
  public static StandIn sqlServer(InetSocketAddress address) {
    return new StandIn(new TdsProtocol(), address);
  }

  /** A server that lets Oracle's driver 23.26.4 send its user, and goes then. */
  public static StandIn oracle(InetSocketAddress address) {
    return new StandIn(new OracleProtocol(), address);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections have come in so far. */
  public synchronized int accepted() {
    return accepted;
  }

  /**
   * The logins of clients, once all that are there have gone; a password as {@link #sent} gives it.
   */
  public List<Login> logins() {
    settle();
    return List.copyOf(logins);
  }

  /** The login that a client with this login has sent, as {@link #logins} shows it. */
  public Login sent(Login login) {
    return new Login(login.user(), protocol.sent(login.password()));
  }

  /**
   * Whether the text is somewhere among the bytes that clients have sent, in one byte for a
   * character or in two.
   */
  public boolean hasReceived(String text) {
    settle();
    String bytes;
    synchronized (this) {
      bytes = received.toString(StandardCharsets.ISO_8859_1);
    }
    return bytes.contains(text) || bytes.replace("\0", "").contains(text);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new TestBedException("cannot close port " + port(), e);
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        opened();
        start(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          System.err.println("testbed: stand-in on port " + port() + ": " + e);
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(LONGEST_SILENCE_MILLIS);
      DataInputStream in = new DataInputStream(new Recording(client.getInputStream()));
      protocol.converse(in, client.getOutputStream(), logins::add);
    } catch (IOException | RuntimeException gone) {
      // The bytes that it has sent until then are kept.
    } finally {
      closed();
    }
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task, "stand-in-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void opened() {
    accepted++;
    open++;
  }

  private synchronized void closed() {
    open--;
    notifyAll();
  }

  private synchronized void keep(byte[] bytes, int from, int length) {
    received.write(bytes, from, length);
  }

  private synchronized void settle() {
    long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
    try {
      while (open > 0) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new TestBedException(open + " clients of the stand-in do not go");
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TestBedException("interrupted while clients of the stand-in go", e);
    }
  }

  /** Keeps the bytes that are read. */
  private final class Recording extends FilterInputStream {
    Recording(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      if (count > 0) {
        keep(bytes, from, count);
      }
      return count;
    }
  }
}
