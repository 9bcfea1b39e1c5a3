// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.io.IOException;
import java.net.Socket;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;

/** An open connection to a Vault server, for one request after another. Not for several threads. */
final class HttpConnection {

  private static final Http1Config CONFIG =
      Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16 * 1024).build();

  private final VaultAddress address;
  private final BoundedSocket transport;
  private final Socket secured;
  private final DefaultBHttpClientConnection http;
  private boolean answered;

  /**
   * Takes over a connected socket.
   *
   * @param transport the socket that is connected
   * @param secured TLS over it, or the same
   */
  HttpConnection(VaultAddress address, BoundedSocket transport, Socket secured) throws IOException {
    this.address = address;
    this.transport = transport;
    this.secured = secured;
    this.http = http(secured);
  }

  /** The parser is given its bounds by hand: a connection does not pass them on to its own. */
  static DefaultBHttpClientConnection http(Socket socket) throws IOException {
    DefaultBHttpClientConnection http =
        new DefaultBHttpClientConnection(
            CONFIG, null, null, null, null, null, new DefaultHttpResponseParserFactory(CONFIG));
    http.bind(socket);
    return http;
  }

  VaultAddress address() {
    return address;
  }

  /** Returns the HTTP client of the connection, bound by a deadline from now on. */
  DefaultBHttpClientConnection http(Deadline by) {
    transport.deadline(by);
    return http;
  }

  /** Takes note that the server has answered a request. */
  void answered() {
    answered = true;
  }

  /** Returns whether TLS was agreed on, and the server has answered nothing since. */
  boolean isNewAndSecured() {
    return !answered && !secured.equals(transport);
  }

  /** Returns whether the server has closed the connection since its last answer. */
  boolean isStale() {
    try {
      return transport.isClosedByPeer();
    } catch (IOException e) {
      return true;
    }
  }

  /** TLS says farewell first; a failure of that no longer matters. */
  void close() {
    try {
      secured.close();
    } catch (IOException e) {
      transport.closeQuietly();
    }
  }
}
