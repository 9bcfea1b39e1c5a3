// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.net.InetSocketAddress;

/** Addresses to listen at, not looked up: that may take long, and is the listener's work. */
public final class ListenAddress {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int HIGHEST = 65_535;

  private ListenAddress() {}

  /** Reads {@code host:port}. An IPv6 address is in brackets. */
  static InetSocketAddress ofHostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    return of(
        colon < 0 ? "" : text.substring(0, colon),
        text.substring(colon + 1),
        "not an address and a port; write for example 0.0.0.0:9404");
  }

  /**
   * Reads the same, or a port alone, which is on the loopback.
   *
   * @throws IllegalArgumentException with the end of a sentence: that the text is no port or
   *     address
   */
  public static InetSocketAddress ofPort(String text) {
    int colon = text.lastIndexOf(':');
    return of(
        colon < 0 ? LOOPBACK : text.substring(0, colon),
        text.substring(colon + 1),
        "not a port, nor an address and a port; write for example 9404 or 0.0.0.0:9404");
  }

  private static InetSocketAddress of(String host, String port, String problem) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String name = bracketed ? host.substring(1, host.length() - 1) : host;
    if (name.isEmpty() || (!bracketed && name.indexOf(':') >= 0)) {
      throw new IllegalArgumentException(problem);
    }
    return InetSocketAddress.createUnresolved(name, port(port, problem));
  }

  private static int port(String text, String problem) {
    int port = 0;
    for (int i = 0; i < text.length() && port <= HIGHEST; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        throw new IllegalArgumentException(problem);
      }
      port = port * 10 + digit - '0';
    }
    if (port < 1 || port > HIGHEST) {
      throw new IllegalArgumentException(problem);
    }
    return port;
  }
}
