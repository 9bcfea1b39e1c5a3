// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.format;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers and the database of a PostgreSQL URL, pgjdbc's or libpq's. A login in it and its
 * parameters are passed over.
 *
 * @param endpoints the servers in their order; empty where the URL names none
 * @param database the database; empty where the URL names none
 */
record ConnectionTarget(List<Endpoint> endpoints, String database) {

  /**
   * One server.
   *
   * @param host a name, an address without brackets, or the directory of a socket
   * @param port the port, 5432 where the URL names none
   */
  record Endpoint(String host, String port) {}

  private static final String DEFAULT_PORT = "5432";

  private static final Pattern URL =
      Pattern.compile(
          "(?:jdbc:postgresql:|postgres(?:ql)?:)(?://(?:[^@/?]*@)?(?<hosts>[^/?]*)/?)?(?<database>[^?]*)(?:\\?.*)?");

  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<address>[^\\]]*)\\]|(?<name>[^:]*))(?::(?<port>[0-9*]*))?");

  /**
   * Reads a URL; an empty URL leads nowhere in particular.
   *
   * @throws IllegalArgumentException with the rest of the sentence "the URL, which"
   */
  static ConnectionTarget parse(String url) {
    if (url.isEmpty()) {
      return new ConnectionTarget(List.of(), "");
    }
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException("is not a URL of PostgreSQL");
    }
    return new ConnectionTarget(endpoints(parts.group("hosts")), decoded(parts.group("database")));
  }

  private static List<Endpoint> endpoints(@Nullable String hosts) {
    List<Endpoint> endpoints = new ArrayList<>();
    if (hosts == null || hosts.isEmpty()) {
      return endpoints;
    }
    for (String each : Pattern.compile(",").split(hosts, -1)) {
      Matcher parts = HOST.matcher(each);
      if (!parts.matches()) {
        throw new IllegalArgumentException("names a host that cannot be read");
      }
      String host = parts.group("address") == null ? parts.group("name") : parts.group("address");
      String port = parts.group("port");
      endpoints.add(
          new Endpoint(
              decoded(host == null ? "" : host),
              port == null || port.isEmpty() ? DEFAULT_PORT : port));
    }
    return endpoints;
  }

  /** Percent signs as libpq and pgjdbc take them; a plus sign stays. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
