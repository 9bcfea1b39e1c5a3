// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets one of whose reads ends with an error of the JVM's, in the midst of an answer. Or
 * the sockets fail when they are asked for their time-out or their stream.
 */
public final class FaultySocketFactory extends UnconnectedSocketFactory {

  /** Has the driver make its sockets here. */
  static final String[] PROPERTIES = {"socketFactory", FaultySocketFactory.class.getName()};

  /** The next read leaves the rest of an answer unread. */
  static final AtomicBoolean FAULT = new AtomicBoolean();

  /** The question for a time-out that fails as on a socket that is closed; zero is none. */
  static final AtomicInteger FAILING_QUESTION = new AtomicInteger();

  /** Whether that ends with an error of the JVM's instead. */
  static final AtomicBoolean OUT_OF_MEMORY = new AtomicBoolean();

  /** Done once when a time-out has been asked for, before it is told; or null. */
  static final AtomicReference<MovableSessions.@Nullable SqlAction> WHEN_ASKED =
      new AtomicReference<>();

  /** Done once before a socket is made; or null. */
  static final AtomicReference<MovableSessions.@Nullable SqlAction> WHEN_MADE =
      new AtomicReference<>();

  /** The question for a stream that fails; zero is none. */
  static final AtomicInteger FAILING_STREAM = new AtomicInteger();

  /** Is told of each socket that is refused, as in a process without a file descriptor; or null. */
  static final AtomicReference<@Nullable CountDownLatch> REFUSED = new AtomicReference<>();

  /** So few bytes are no whole message. */
  private static final int FEW = 16;

  @Override
  public Socket createSocket() throws SocketException {
    CountDownLatch refused = REFUSED.get();
    if (refused != null) {
      refused.countDown();
      throw new SocketException("Too many open files");
    }
    run(WHEN_MADE);
    return new FaultySocket();
  }

  private static void run(AtomicReference<MovableSessions.@Nullable SqlAction> once)
      throws SocketException {
    MovableSessions.SqlAction due = once.getAndSet(null);
    if (due != null) {
      try {
        due.run();
      } catch (SQLException e) {
        throw new SocketException(e.toString());
      }
    }
  }

  private static final class FaultySocket extends Socket {

    @Override
    public InputStream getInputStream() throws IOException {
      if (FAILING_STREAM.get() > 0 && FAILING_STREAM.decrementAndGet() == 0) {
        throw new IOException("the test asks for it");
      }
      return new FaultyInput(super.getInputStream());
    }

    @Override
    public int getSoTimeout() throws SocketException {
      if (FAILING_QUESTION.get() > 0 && FAILING_QUESTION.decrementAndGet() == 0) {
        if (OUT_OF_MEMORY.get()) {
          throw new OutOfMemoryError("the test asks for it");
        }
        throw new SocketException("the test asks for it");
      }
      int timeout = super.getSoTimeout();
      run(WHEN_ASKED);
      return timeout;
    }
  }

  private static final class FaultyInput extends FilterInputStream {

    private boolean begun;

    FaultyInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (begun && FAULT.compareAndSet(true, false)) {
        throw new OutOfMemoryError("the test asks for it");
      }
      begun = FAULT.get();
      return super.read(buffer, offset, begun ? Math.min(FEW, length) : length);
    }
  }
}
