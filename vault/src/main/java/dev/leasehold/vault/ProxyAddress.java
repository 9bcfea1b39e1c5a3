// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * An HTTP proxy that is asked to {@code CONNECT}: {@code http://host:port}. It is given no login,
 * for none could come from a setting, which holds no secret. Immutable.
 */
public final class ProxyAddress {

  private static final int HIGHEST_PORT = 65535;

  private final String host;
  private final int port;

  private ProxyAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Reads the value of {@code VAULT_PROXY_ADDR}.
   *
   * @throws IllegalArgumentException when it is not such an address. The message is the rest of a
   *     sentence that begins with the setting, and does not repeat the value
   */
  public static ProxyAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text.trim());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL; write http://host:3128", e);
    }
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException(
          "a proxy URL without http://; write for example http://host:3128");
    }
    if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "a proxy URL without a valid host and port; write http://host:3128");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "a URL with a user or password in it; leave them out and let the proxy connect this host"
              + " to Vault without a login");
    }
    return new ProxyAddress(uri.getHost(), uri.getPort());
  }

  String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return port;
  }

  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }
}
