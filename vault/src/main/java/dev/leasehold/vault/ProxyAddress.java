package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * An HTTP proxy that is asked to {@code CONNECT}: {@code http://host:port}. It is given no login,
 * for none could come from a setting, which holds no secret.
 */
public final class ProxyAddress {

  private final String host;
  private final int port;

  private ProxyAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Reads the value of {@code VAULT_PROXY_ADDR}.
   *
   * @throws LeaseException of kind {@code INVALID} when it is not such an address; the message does
   *     not repeat what may be user information
   */
  public static ProxyAddress parse(String text) throws LeaseException {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      throw invalid("is not a proxy URL (" + e.getReason() + "); write http://host:port");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw invalid(
          "is not a proxy URL with scheme http, a host and a port; write http://host:port");
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid("has user information, which is not sent; remove what is before the @");
    }
    return new ProxyAddress(uri.getHost(), uri.getPort());
  }

  String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return port;
  }

  private static LeaseException invalid(String problem) {
    return new LeaseException(INVALID, "VAULT_PROXY_ADDR " + problem);
  }

  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }
}
