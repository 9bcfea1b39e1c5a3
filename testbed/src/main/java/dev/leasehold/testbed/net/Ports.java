// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/**
 * Free ports on 127.0.0.1. They lie below the range that Linux takes the ports of outgoing
 * connections from (32768 and up by default, ip(7)), so that a stopped server finds its port free
 * when it starts again.
 */
public final class Ports {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  private Ports() {}

  /** A port that nothing listens on. */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = RANDOM.nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new TestBedException("no free port between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
