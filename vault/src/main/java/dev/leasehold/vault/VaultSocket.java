package dev.leasehold.vault;

import dev.leasehold.lease.LeaseException;
import java.io.IOException;
import java.net.Socket;
import java.util.Collections;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** Opens sockets to Vault: direct or through the proxy, with TLS where the address says so. */
final class VaultSocket {

  private static final String[] PROTOCOLS_13 = {"TLSv1.3", "TLSv1.2"};
  private static final String[] PROTOCOLS_12 = {"TLSv1.2"};
  private static final int LOGIN_WANTED = 407;

  private final VaultConnection connection;
  private final Trust trust;

  VaultSocket(VaultConnection connection) {
    this.connection = connection;
    this.trust = new Trust(connection);
  }

  /** Returns a connected socket, TLS verified; the caller closes it. */
  Socket open(VaultAddress address, Deadline deadline)
      throws IOException, HttpException, LeaseException {
    ProxyAddress proxy = connection.proxy();
    Socket plain =
        proxy == null
            ? DeadlineSocket.connect(address.host(), address.port(), deadline)
            : DeadlineSocket.connect(proxy.host(), proxy.port(), deadline);
    try {
      if (proxy != null) {
        tunnel(plain, proxy, address);
      }
      return address.tls() ? secure(plain, address) : plain;
    } catch (IOException | HttpException | LeaseException | RuntimeException | Error e) {
      plain.close();
      throw e;
    }
  }

  private static void tunnel(Socket socket, ProxyAddress proxy, VaultAddress address)
      throws IOException, HttpException, LeaseException {
    // The constructor takes a path for a URI, and host:port for one with the scheme "host".
    BasicClassicHttpRequest connect = new BasicClassicHttpRequest("CONNECT", "");
    connect.setPath(address.authority());
    connect.setHeader("Host", address.authority());
    // Never closed: that would close the socket. Nothing of Vault's can be in its buffer yet, for
    // a server speaks only when it was spoken to.
    DefaultBHttpClientConnection http = VaultHttp.connection(socket);
    http.sendRequestHeader(connect);
    http.flush();
    ClassicHttpResponse response = http.receiveResponseHeader();
    if (response.getCode() / 100 != 2) {
      throw refused(proxy, address, response.getCode());
    }
  }

  private static LeaseException refused(ProxyAddress proxy, VaultAddress address, int status) {
    boolean login = status == LOGIN_WANTED;
    return new LeaseException(
        login ? LeaseException.Kind.INVALID : LeaseException.Kind.UNAVAILABLE,
        "the proxy "
            + proxy
            + " answered "
            + status
            + " when asked to connect to "
            + address.authority()
            + (login
                ? "; it wants a login, which no setting may hold: let it connect this host without"
                : "; check VAULT_PROXY_ADDR and what the proxy allows"));
  }

  private SSLSocket secure(Socket plain, VaultAddress address) throws IOException, LeaseException {
    String forced = connection.tlsServerName();
    String name = forced == null ? address.host() : forced;
    SSLSocket socket =
        (SSLSocket) trust.socketFactory().createSocket(plain, name, address.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(protocols(socket));
    if (forced != null) {
      parameters.setServerNames(Collections.singletonList(new SNIHostName(forced)));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Java 8 before update 261 has no TLS 1.3. */
  private static String[] protocols(SSLSocket socket) {
    for (@Nullable String protocol : socket.getSupportedProtocols()) {
      if ("TLSv1.3".equals(protocol)) {
        return PROTOCOLS_13;
      }
    }
    return PROTOCOLS_12;
  }
}
