// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The address of Vault: {@code https://host[:port][/prefix]}. Immutable.
 *
 * <p>Plain {@code http} is taken for loopback addresses only: over anything else the login token
 * and each password would pass in the clear.
 */
public final class VaultAddress {

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final int HIGHEST_PORT = 65535;

  private final boolean tls;
  private final String host;
  private final int port;
  private final String prefix;

  private VaultAddress(boolean tls, String host, int port, String prefix) {
    this.tls = tls;
    this.host = host;
    this.port = port;
    this.prefix = prefix;
  }

  /**
   * Reads the value of {@code VAULT_ADDR}.
   *
   * @throws IllegalArgumentException when it is not such an address. The message is the rest of a
   *     sentence that begins with the setting, and does not repeat the value
   */
  public static VaultAddress parse(String text) {
    String trimmed = text.trim();
    boolean tls = startsWith(trimmed, "https://");
    if (!tls && !startsWith(trimmed, "http://")) {
      throw new IllegalArgumentException(
          "a URL without https:// or http://; write for example https://host:8200");
    }
    URI uri = uri(trimmed);
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "a URL without a valid host and port; write https://host:8200");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a URL with a user or password in it; leave them out");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a URL with a query or fragment; end it after host and port");
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    VaultAddress address =
        new VaultAddress(tls, host, port(uri, tls), prefix(String.valueOf(uri.getRawPath())));
    if (!tls && !address.isLoopback()) {
      throw new IllegalArgumentException(
          "plain http, which would send tokens and passwords in the clear; write https://host:8200");
    }
    return address;
  }

  private static boolean startsWith(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /** Returns whether the address is https. */
  public boolean tls() {
    return tls;
  }

  /** Returns the host without brackets: a name or an IP address. */
  public String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Returns the port, 443 or 80 where the URL gives none. */
  public int port() {
    return port;
  }

  /** Returns {@code host:port}, with brackets around an IPv6 address. */
  String authority() {
    return host + ":" + port;
  }

  /** Returns the path before {@code /v1}; empty, or with a leading and without a trailing slash. */
  String prefix() {
    return prefix;
  }

  private boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL; write https://host:8200", e);
    }
  }

  private static int port(URI uri, boolean tls) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return tls ? HTTPS_PORT : HTTP_PORT;
  }

  private static String prefix(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VaultAddress && other.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority() + prefix;
  }
}
