package dev.leasehold.vault;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket whose reads all end by one deadline, however slowly the peer drips. TLS is layered over
 * it, so that the handshake is bounded too. Looking up the host's name is not: the JDK has no bound
 * for that.
 *
 * <p>Made with {@link Proxy#NO_PROXY}: a plain {@code new Socket()} asks the application's {@code
 * ProxySelector} for a SOCKS proxy.
 */
final class DeadlineSocket extends Socket {

  /** More than the largest request (a token file's 64 KiB), so that a write never waits. */
  private static final int SEND_BUFFER = 192 * 1024;

  private final Deadline deadline;
  private volatile int askedMillis;

  private DeadlineSocket(Deadline deadline) {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
  }

  /** Connects to the first address of a name that answers. */
  static DeadlineSocket connect(String host, int port, Deadline deadline) throws IOException {
    return connect(InetAddress.getAllByName(host), port, deadline);
  }

  /** Tries one address after another, each for its equal share of the time that is left. */
  static DeadlineSocket connect(InetAddress[] addresses, int port, Deadline deadline)
      throws IOException {
    List<IOException> earlier = new ArrayList<>();
    for (int i = 0; ; i++) {
      int untried = addresses.length - i;
      try {
        int share = Math.max(1, deadline.millisLeft() / untried);
        return connect(new InetSocketAddress(addresses[i], port), share, deadline);
      } catch (IOException e) {
        if (untried == 1) {
          earlier.forEach(e::addSuppressed);
          throw e;
        }
        earlier.add(e);
      }
    }
  }

  private static DeadlineSocket connect(InetSocketAddress peer, int millis, Deadline deadline)
      throws IOException {
    DeadlineSocket socket = new DeadlineSocket(deadline);
    try {
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER);
      socket.connect(peer, millis);
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    askedMillis = millis;
    super.setSoTimeout(millis);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new DeadlineInput(super.getInputStream());
  }

  private void bound() throws IOException {
    int left = deadline.millisLeft();
    super.setSoTimeout(askedMillis == 0 ? left : Math.min(left, askedMillis));
  }

  private final class DeadlineInput extends FilterInputStream {

    DeadlineInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      bound();
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      bound();
      return in.read(buffer, offset, length);
    }
  }
}
