package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An HTTP proxy that is asked to {@code CONNECT}: {@code http://[user:password@]host:port}. */
public final class ProxyAddress {

  private final String host;
  private final int port;
  private final @Nullable Secret authorization;

  private ProxyAddress(String host, int port, @Nullable Secret authorization) {
    this.host = host;
    this.port = port;
    this.authorization = authorization;
  }

  /**
   * Reads the value of {@code VAULT_PROXY_ADDR}.
   *
   * @throws LeaseException of kind {@code INVALID} when it is not such an address
   */
  public static ProxyAddress parse(String text) throws LeaseException {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      throw invalid("(" + e.getReason() + ")");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw invalid("with scheme http, a host and a port");
    }
    String user = uri.getUserInfo();
    return new ProxyAddress(uri.getHost(), uri.getPort(), user == null ? null : basic(user));
  }

  String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return port;
  }

  /** Returns the value of {@code Proxy-Authorization}, or null when the URL names no user. */
  @Nullable Secret authorization() {
    return authorization;
  }

  private static Secret basic(String user) {
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    return Secret.of("Basic " + Base64.getEncoder().encodeToString(bytes));
  }

  private static LeaseException invalid(String why) {
    return new LeaseException(
        INVALID, "VAULT_PROXY_ADDR is not a proxy URL " + why + "; write http://host:port");
  }

  /** Returns the address without user information. */
  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }
}
