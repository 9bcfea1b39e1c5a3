// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.file.OpenFiles;
import dev.leasehold.lease.LeaseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Opens connections to Vault: direct or through the proxy, with TLS where the address says so.
 * Requests without TLS go to this machine alone, so that no proxy is asked for them.
 */
final class VaultSocket {

  private static final int LOGIN_WANTED = 407;

  private final VaultConnection connection;
  private final TrustSettings trust;

  /** The address of a name when it was last asked: DNS may fail when the host still answers. */
  private final Map<String, InetAddress[]> lastKnown = new ConcurrentHashMap<>();

  VaultSocket(VaultConnection connection) {
    this.connection = connection;
    this.trust = new TrustSettings(connection);
  }

  /** Makes everything ready but the connection. */
  void warm() throws LeaseException {
    OpenFiles.noteLimit();
    DescriptorReserve.fill();
    if (connection.address().tls()) {
      trust.warm();
    }
    try {
      HttpWarmUp.run(connection);
    } catch (IOException | HttpException e) {
      throw new LeaseException(
          LeaseException.Kind.UNAVAILABLE, "the client could not be tried out: " + e, e);
    }
  }

  /**
   * Returns a connection, TLS verified, to the first address of the server's name, or of the
   * proxy's, that answers as it should. Each is tried for its equal share of the time that is left.
   */
  HttpConnection open(VaultAddress server, Deadline deadline)
      throws IOException, HttpException, LeaseException {
    ProxyAddress proxy = connection.proxyTo(server);
    return open(addresses(proxy == null ? server.host() : proxy.host()), server, deadline);
  }

  HttpConnection open(InetAddress[] addresses, VaultAddress server, Deadline deadline)
      throws IOException, HttpException, LeaseException {
    List<IOException> earlier = new ArrayList<>();
    for (int i = 0; ; i++) {
      int untried = addresses.length - i;
      try {
        return open(addresses[i], server, deadline.share(untried));
      } catch (IOException e) {
        if (untried == 1) {
          earlier.forEach(e::addSuppressed);
          throw e;
        }
        earlier.add(e);
      }
    }
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    try {
      InetAddress[] now = InetAddress.getAllByName(host);
      lastKnown.put(host, now);
      return now;
    } catch (UnknownHostException e) {
      InetAddress[] last = lastKnown.get(host);
      if (last == null) {
        throw e;
      }
      return Arrays.copyOf(last, last.length);
    }
  }

  private HttpConnection open(InetAddress address, VaultAddress server, Deadline deadline)
      throws IOException, HttpException, LeaseException {
    ProxyAddress proxy = connection.proxyTo(server);
    BoundedSocket plain = DescriptorReserve.socket();
    try {
      plain.connect(address, proxy == null ? server.port() : proxy.port(), deadline);
      if (proxy != null) {
        tunnel(plain, proxy, server);
      }
      return new HttpConnection(server, plain, server.tls() ? secure(plain, server) : plain);
    } catch (IOException | HttpException | LeaseException | RuntimeException | Error e) {
      plain.closeQuietly();
      throw e;
    }
  }

  private static void tunnel(BoundedSocket socket, ProxyAddress proxy, VaultAddress server)
      throws IOException, HttpException, LeaseException {
    // The constructor takes a path for a URI, and host:port for one with the scheme "host".
    BasicClassicHttpRequest connect = new BasicClassicHttpRequest("CONNECT", "");
    connect.setPath(server.authority());
    connect.setHeader("Host", server.authority());
    // Never closed: that would close the socket. Nothing of Vault's can be in its buffer yet, for
    // a server speaks only when it was spoken to.
    DefaultBHttpClientConnection http = HttpConnection.http(socket);
    http.sendRequestHeader(connect);
    http.flush();
    ClassicHttpResponse response = HttpExchange.finalResponse(http);
    if (response.getCode() / 100 != 2) {
      throw refused(proxy, server, response.getCode());
    }
  }

  private static LeaseException refused(ProxyAddress proxy, VaultAddress server, int status) {
    boolean login = status == LOGIN_WANTED;
    return new LeaseException(
        login ? LeaseException.Kind.INVALID : LeaseException.Kind.UNAVAILABLE,
        "the proxy "
            + proxy
            + " answered "
            + status
            + " when asked to connect to "
            + server.authority()
            + (login
                ? "; it wants a login, which no setting may hold. Let it connect this host without a"
                    + " login"
                : "; check VAULT_PROXY_ADDR and the proxy's rules"));
  }

  private SSLSocket secure(BoundedSocket plain, VaultAddress server)
      throws IOException, LeaseException {
    String forced = connection.tlsServerName();
    String name = forced == null ? server.host() : forced;
    SSLSocket socket =
        (SSLSocket) trust.socketFactory().createSocket(plain, name, server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    TrustSettings.limit(parameters, socket.getSupportedProtocols());
    if (forced != null) {
      parameters.setServerNames(Collections.singletonList(new SNIHostName(forced)));
    }
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (SocketException cut) {
      throw new HungUpException(cut);
    }
    return socket;
  }
}
