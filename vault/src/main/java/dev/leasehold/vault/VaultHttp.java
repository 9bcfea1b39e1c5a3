// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.Json;
import dev.leasehold.lease.LeaseException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Vault, each within one deadline, over a connection of its own or over that of the
 * thread's {@link VaultOperation}. Safe for use by many threads.
 */
final class VaultHttp {

  /** The longest answer that is read, in bytes. A credential's is under 1 KiB. */
  static final int MAX_ANSWER = Json.MAX_BYTES;

  private static final int TEMPORARY_REDIRECT = 307;

  private final VaultConnection connection;
  private final VaultSocket sockets;
  private final CorrelationIds ids;
  private final ThreadLocal<@Nullable VaultOperation> conversation = new ThreadLocal<>();

  /** Whether the server keeps connections open after an answer, as far as it says and does. */
  private volatile boolean keeping = true;

  VaultHttp(VaultConnection connection, RequestOrigin origin) {
    this.connection = connection;
    this.ids = new CorrelationIds(origin);
    this.sockets = new VaultSocket(connection);
  }

  VaultConnection connection() {
    return connection;
  }

  /** Lets the requests of this thread share a connection until the returned operation is closed. */
  VaultOperation converse() {
    return VaultOperation.begin(conversation);
  }

  /** Makes everything ready that a request needs but the network. */
  void warm() throws LeaseException {
    try (VaultOperation rehearsal = converse()) {
      sockets.warm();
    }
  }

  /** Opens a connection and closes it again. */
  void connect() throws IOException, HttpException, LeaseException {
    sockets.open(connection.address(), Deadline.in(connection.timeout())).close();
  }

  /** Sends a request with the connection's own time-out. */
  VaultResponse send(VaultRequest request) throws LeaseException {
    return send(request, connection.timeout());
  }

  /**
   * Sends a request and follows one standby's redirection to the active server.
   *
   * @return the answer, of any status
   * @throws LeaseException when there is no answer, or none that is within bounds and JSON
   */
  VaultResponse send(VaultRequest request, Duration timeout) throws LeaseException {
    Deadline deadline = Deadline.in(timeout);
    HttpExchange exchange = null;
    try (VaultOperation asking = converse()) {
      exchange = new HttpExchange(connection, request, deadline, ids);
      return send(request, asking, exchange);
    } catch (IOException | HttpException | RuntimeException | Error e) {
      String sent = exchange == null ? "" : exchange.correlationId();
      throw new TransportFault(connection, request, deadline, sent).explain(e);
    }
  }

  private VaultResponse send(VaultRequest request, VaultOperation asking, HttpExchange exchange)
      throws IOException, HttpException, LeaseException {
    VaultResponse answer = over(asking, exchange, connection.address());
    if (answer.status() != TEMPORARY_REDIRECT) {
      return answer;
    }
    Redirect redirect = new Redirect(connection, request, exchange);
    answer = over(asking, exchange, redirect.target());
    if (answer.status() == TEMPORARY_REDIRECT) {
      throw redirect.refused("the server it names redirects as well");
    }
    return answer;
  }

  /**
   * Makes the exchange over the connection that is open, or else over a new connection. A server
   * that closes connections in silence gets no second request over a connection any more. A request
   * that may have reached it is sent again only where that does no harm: a creds path makes a role
   * each time.
   */
  private VaultResponse over(VaultOperation asking, HttpExchange exchange, VaultAddress address)
      throws IOException, HttpException, LeaseException {
    HttpConnection open = asking.take(address);
    if (open != null) {
      try {
        return over(asking, exchange, open);
      } catch (IOException e) {
        keeping = false;
        if (!exchange.mayBeRepeated()) {
          throw e;
        }
      }
    }
    return over(asking, exchange, sockets.open(address, exchange.deadline()));
  }

  private VaultResponse over(VaultOperation asking, HttpExchange exchange, HttpConnection channel)
      throws IOException, HttpException, LeaseException {
    boolean whole = false;
    try {
      VaultResponse answer = exchange.over(channel);
      whole = true;
      return answer;
    } finally {
      if (whole && keeping && exchange.leavesOpen()) {
        asking.keep(channel);
      } else {
        channel.close();
      }
    }
  }
}
