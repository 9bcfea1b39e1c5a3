// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The positions of a JDBC URL's parts in its text, so that nothing is allocated. */
final class JdbcUrl {

  static final String PREFIX = "jdbc:";

  private static final String PROVIDER = "config-";

  private JdbcUrl() {}

  static boolean startsWith(String url, String prefix) {
    return url.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  /** Returns where the query begins, its {@code ?} or {@code ;}; the length when there is none. */
  static int query(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '?' || c == ';') {
        return i;
      }
    }
    return url.length();
  }

  /**
   * Returns where the hosts begin, after {@code ://} or a dialect's {@code @//}; -1 for none.
   * There, {@code @config-file://} is followed by a place where the driver finds them.
   */
  static int hosts(String url, int query) {
    int at = url.indexOf("//");
    boolean opens =
        at > 0 && (url.charAt(at - 1) == ':' ? !isOfProvider(url) : isOpenedByAt(url, at));
    return !opens || at + 2 > query ? -1 : at + 2;
  }

  private static boolean isOpenedByAt(String url, int at) {
    return url.charAt(at - 1) == '@' && UrlDialect.ofUrl(url).hasHostsAfterAt();
  }

  private static boolean isOfProvider(String url) {
    int at = url.indexOf('@') + 1;
    return at > 0
        && url.regionMatches(true, at, PROVIDER, 0, PROVIDER.length())
        && UrlDialect.ofUrl(url).hasHostsAfterAt();
  }

  /**
   * Returns where the scheme ends. That is before the {@code //} of hosts, or after the {@code @}
   * of a dialect with hosts there, else after the driver's name and its colon.
   */
  static int schemeEnd(String url, int query) {
    int at = url.indexOf('@');
    if (at >= 0 && at < query && UrlDialect.ofUrl(url).hasHostsAfterAt()) {
      return at + 1;
    }
    int hosts = hosts(url, query);
    if (hosts >= 0) {
      return hosts - 2;
    }
    int colon = url.indexOf(':', Math.min(PREFIX.length(), url.length()));
    return colon < 0 || colon > query ? query : colon + 1;
  }

  /** Returns where the hosts end, at the {@code /} or the query. */
  static int hostsEnd(String url, int hosts, int query) {
    int slash = url.indexOf('/', hosts);
    return slash < 0 || slash > query ? query : slash;
  }

  /** Returns the last position of {@code c} in {@code text[from, to)}, or -1. */
  static int last(char c, String text, int from, int to) {
    int at = text.lastIndexOf(c, to - 1);
    return at < from ? -1 : at;
  }
}
