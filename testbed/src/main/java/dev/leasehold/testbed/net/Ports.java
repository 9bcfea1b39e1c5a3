// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leasehold.testbed.TestBedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * Free ports on 127.0.0.1. They lie below the range that Linux takes the ports of outgoing
 * connections from (32768 and up by default, ip(7)). So a stopped server finds its port free when
 * it starts again. Several JVMs that run tests at once get different ports.
 */
public final class Ports {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 100;

  private static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "leasehold-ports-" + System.getProperty("user.name"));

  /**
   * The locks of this JVM. A second channel of a file is never opened: the system would drop the
   * lock when that is closed (fcntl(2)).
   */
  private static final Map<Integer, FileChannel> TAKEN = new HashMap<>();

  private Ports() {}

  /** Returns a port that nothing listens on, which no other call returns while this JVM runs. */
  public static synchronized int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = RANDOM.nextInt(FIRST, LAST);
      if (!TAKEN.containsKey(port) && isFree(port) && take(port)) {
        return port;
      }
    }
    throw new TestBedException("no free port between " + FIRST + " and " + LAST);
  }

  /** Locks the port's file, of this JVM and its user's others, until the JVM ends. */
  private static boolean take(int port) {
    try {
      Path file = Files.createDirectories(FOLDER).resolve(String.valueOf(port));
      FileChannel channel = FileChannel.open(file, CREATE, WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        return false;
      }
      TAKEN.put(port, channel);
      return true;
    } catch (IOException e) {
      throw new TestBedException("cannot take port " + port + " in " + FOLDER, e);
    }
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
