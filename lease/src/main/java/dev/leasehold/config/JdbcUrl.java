package dev.leasehold.config;

import org.jspecify.annotations.Nullable;

/** Where the parts of a JDBC URL are; positions in the text, so that nothing is allocated. */
final class JdbcUrl {

  static final String PREFIX = "jdbc:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

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

  /** Returns where the hosts begin, after {@code ://}; -1 when there are none. */
  static int hosts(String url, int query) {
    int at = url.indexOf("://");
    return at < 0 || at + 3 > query ? -1 : at + 3;
  }

  /** Returns where the hosts end, at the {@code /} or the query. */
  static int hostsEnd(String url, int hosts, int query) {
    int slash = url.indexOf('/', hosts);
    return slash < 0 || slash > query ? query : slash;
  }

  /**
   * Returns where the database begins in pgjdbc's short form without hosts, which means localhost;
   * -1 when the URL is not of that form.
   */
  static int shortDatabase(String url) {
    if (!startsWith(url, POSTGRESQL)) {
      return -1;
    }
    int at = POSTGRESQL.length();
    return at < url.length() && url.charAt(at) == '/' ? at + 1 : at;
  }

  /** Returns the port that the scheme's driver takes when there is none; null when not known. */
  static @Nullable String defaultPort(String url) {
    if (startsWith(url, POSTGRESQL)) {
      return "5432";
    }
    if (startsWith(url, "jdbc:mysql:") || startsWith(url, "jdbc:mariadb:")) {
      return "3306";
    }
    return startsWith(url, "jdbc:sqlserver:") ? "1433" : null;
  }

  /** Returns the last position of {@code c} in {@code text[from, to)}, or -1. */
  static int last(char c, String text, int from, int to) {
    int at = text.lastIndexOf(c, to - 1);
    return at < from ? -1 : at;
  }
}
