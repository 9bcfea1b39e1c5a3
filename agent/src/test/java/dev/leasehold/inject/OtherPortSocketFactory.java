// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes sockets that go to one port of this machine, in place of the server that a driver takes. No
 * test can listen at a driver's default port.
 */
public final class OtherPortSocketFactory extends UnconnectedSocketFactory {

  /** The port at which somebody listens. */
  static final AtomicInteger PORT = new AtomicInteger();

  @Override
  public Socket createSocket() {
    return new ToOtherPort();
  }

  private static final class ToOtherPort extends Socket {

    @Override
    public void connect(SocketAddress server, int timeout) throws IOException {
      super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT.get()), timeout);
    }
  }
}
