package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where Vault listens: {@code https://host[:port][/prefix]}. Immutable.
 *
 * <p>Plain {@code http} is taken for loopback addresses only: over anything else the login token
 * and each password would pass in the clear.
 */
public final class VaultAddress {

  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

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
   * @throws LeaseException of kind {@code INVALID} when it is not such an address; the message does
   *     not repeat what may be user information
   */
  public static VaultAddress parse(String text) throws LeaseException {
    URI uri = uri(text.trim());
    if (uri.getRawUserInfo() != null) {
      throw invalid("has user information, which Vault does not use; remove what is before the @");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw invalid("has a query or a fragment; write https://host:port");
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw invalid("is not an http or https URL with a host; write https://host:port");
    }
    boolean tls = scheme.equals("https");
    VaultAddress address =
        new VaultAddress(
            tls, host.toLowerCase(Locale.ROOT), port(uri, tls), prefix(uri.getRawPath()));
    if (!tls && !address.isLoopback()) {
      throw invalid(
          "is "
              + address
              + ": plain http would send tokens and passwords in the clear; write https://");
    }
    return address;
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

  private static URI uri(String text) throws LeaseException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw invalid("is not a URL (" + e.getReason() + "); write https://host:port");
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

  private static LeaseException invalid(String problem) {
    return new LeaseException(INVALID, "VAULT_ADDR " + problem);
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
