// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose reads all end by one deadline, however slowly the peer drips; each request sets
 * its own. TLS is layered over it, so that the handshake is bounded too.
 *
 * <p>Made with {@link Proxy#NO_PROXY}: a plain {@code new Socket()} asks the application's {@code
 * ProxySelector} for a SOCKS proxy.
 */
final class BoundedSocket extends Socket {

  /** More than the largest request (a token file's 64 KiB), so that a write never waits. */
  private static final int SEND_BUFFER = 192 * 1024;

  /** More than a server says of its own accord: session tickets, a farewell. */
  private static final int PEEK = 16 * 1024;

  /** Until it is connected. */
  private volatile @Nullable Deadline deadline;

  private volatile int askedMillis;

  @GuardedBy("this") private @Nullable DeadlineInput input;

  private BoundedSocket() {
    super(Proxy.NO_PROXY);
  }

  /** Returns a socket that has its descriptor and is connected to nothing. */
  static BoundedSocket unconnected() throws IOException {
    BoundedSocket socket = new BoundedSocket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSendBufferSize(SEND_BUFFER);
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      socket.closeQuietly();
      throw e;
    }
  }

  /** Connects by a deadline, which is that of the reads too until another is set. */
  void connect(InetAddress address, int port, Deadline by) throws IOException {
    deadline = by;
    connect(new InetSocketAddress(address, port), by.millisLeft());
  }

  /** Lets all reads from now on end by another deadline. */
  void deadline(Deadline by) {
    deadline = by;
  }

  /**
   * Returns whether the peer has closed the connection since it last spoke. Waits for a
   * millisecond; bytes that arrive meanwhile are kept for the next read.
   */
  synchronized boolean isClosedByPeer() throws IOException {
    byte[] said = new byte[PEEK];
    int length = 0;
    DeadlineInput in = (DeadlineInput) getInputStream();
    try {
      super.setSoTimeout(1);
      while (length < PEEK) {
        int n = in.readNow(said, length, PEEK - length);
        if (n < 0) {
          return true;
        }
        length += n;
      }
      return true; // Nobody says so much unasked.
    } catch (SocketTimeoutException open) {
      in.unread(said, 0, length);
      return false;
    }
  }

  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      return; // Nothing more can be done about it.
    }
  }

  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    askedMillis = millis;
    super.setSoTimeout(millis);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    DeadlineInput made = input;
    if (made == null) {
      made = new DeadlineInput(super.getInputStream());
      input = made;
    }
    return made;
  }

  private void bound() throws IOException {
    Deadline by = deadline;
    if (by != null) {
      int left = by.millisLeft();
      super.setSoTimeout(askedMillis == 0 ? left : Math.min(left, askedMillis));
    }
  }

  private final class DeadlineInput extends PushbackInputStream {

    DeadlineInput(InputStream in) {
      super(in, PEEK);
    }

    @Override
    public int read() throws IOException {
      bound();
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      bound();
      int pushed = buf.length - pos; // Pushed-back bytes do not wait for later bytes.
      return super.read(buffer, offset, pushed == 0 ? length : Math.min(length, pushed));
    }

    int readNow(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, length);
    }
  }
}
