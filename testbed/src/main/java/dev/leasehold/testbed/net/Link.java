// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection through a relay, and the relay's own to the server. */
final class Link {
  private static final int BUFFER = 16 * 1024;

  /** With this piece the client asks for something; the piece before is the greeting in TLS. */
  private static final int REQUEST = 2;

  private final Socket client;
  private final Socket server;
  private final Faults faults;
  private final Consumer<Link> onClose;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicInteger spoken = new AtomicInteger();
  private long answered;

  Link(Socket client, Socket server, Faults faults, Consumer<Link> onClose) {
    this.client = client;
    this.server = server;
    this.faults = faults;
    this.onClose = onClose;
  }

  void start() {
    thread("to-server", () -> pump(client, server, false));
    thread("to-client", () -> pump(server, client, true));
  }

  /** Closes both sides with a TCP reset. */
  void reset() {
    if (open.compareAndSet(true, false)) {
      reset(client);
      reset(server);
      faults.wake();
      onClose.accept(this);
    }
  }

  /** Closes the socket so that the peer sees a reset, not an end of stream. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Closed already, as was wanted.
      return;
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        faults.hold(open::get);
        int admitted = answers ? admit(read) : spoken(read);
        out.write(buffer, 0, admitted);
        if (admitted < read) {
          if (!faults.holdRest(open::get)) {
            reset();
            return;
          }
          out.write(buffer, admitted, read - admitted);
        }
      }
      faults.hold(open::get);
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        finish();
      }
    } catch (IOException e) {
      reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reset();
    }
  }

  /** The client has sent something; all of it passes. */
  private int spoken(int bytes) {
    spoken.incrementAndGet();
    return bytes;
  }

  private int admit(int bytes) {
    if (spoken.get() < REQUEST) {
      return bytes;
    }
    int admitted = faults.admit(bytes, answered);
    answered += admitted;
    return admitted;
  }

  /** Both directions have ended in order. */
  private void finish() throws IOException {
    if (open.compareAndSet(true, false)) {
      client.close();
      server.close();
      onClose.accept(this);
    }
  }

  private void thread(String direction, Runnable work) {
    Thread thread = new Thread(work, "relay-" + client.getLocalPort() + "-" + direction);
    thread.setDaemon(true);
    thread.start();
  }
}
