package dev.leasehold.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which JDBC URLs a binding is for. {@code *} stands for any characters. Of {@code
 * jdbc:postgresql://a,b:5433/orders?x=y} the parts are matched one by one:
 *
 * <ul>
 *   <li>scheme and hosts without regard to case, a missing port being the database's own;
 *   <li>every host of the URL must match one of the pattern's; a lone {@code *} is any host and
 *       port;
 *   <li>the database exactly; a pattern that ends after the hosts matches any;
 *   <li>the query only if the pattern has one. User and password in the URL never count.
 * </ul>
 *
 * <p>A pattern without {@code //} is matched against the URL as a whole, up to its query. Matching
 * allocates nothing.
 */
public final class UrlPattern {

  /** Up to and with the colon before {@code //}; all of the pattern where there is no such. */
  private final String scheme;

  /** Empty where the pattern has no {@code //}. */
  private final HostPattern[] hosts;

  private final @Nullable String database;
  private final @Nullable String query;
  private final String shown;

  private UrlPattern(String text) throws BadValueException {
    int queryAt = JdbcUrl.query(text);
    int hostsAt = JdbcUrl.hosts(text, queryAt);
    this.query = queryAt < text.length() ? text.substring(queryAt + 1) : null;
    this.shown = text.substring(0, queryAt);
    if (hostsAt < 0) {
      this.scheme = shown;
      this.hosts = new HostPattern[0];
      this.database = null;
    } else {
      int end = JdbcUrl.hostsEnd(text, hostsAt, queryAt);
      this.scheme = text.substring(0, hostsAt - 2);
      this.hosts = hosts(text.substring(hostsAt, end));
      this.database = end < queryAt ? text.substring(end + 1, queryAt) : null;
    }
  }

  /** Reads a pattern. */
  static UrlPattern parse(String text) throws BadValueException {
    if (!JdbcUrl.startsWith(text, JdbcUrl.PREFIX) || text.length() == JdbcUrl.PREFIX.length()) {
      throw new BadValueException(
          "a pattern that does not begin with jdbc: and a driver; write for example"
              + " jdbc:postgresql://db:5432/orders");
    }
    if (holdsCredential(text)) {
      throw new BadValueException("a pattern with a user or password in it; leave them out");
    }
    return new UrlPattern(text);
  }

  private static boolean holdsCredential(String text) {
    int at = text.indexOf('@');
    String lower = text.toLowerCase(Locale.ROOT);
    return (at > 0 && text.charAt(at - 1) != ':')
        || lower.contains("password=")
        || lower.contains("user=");
  }

  private static HostPattern[] hosts(String text) throws BadValueException {
    List<HostPattern> hosts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int to = comma < 0 ? text.length() : comma;
      if (from == to && !text.isEmpty()) {
        throw new BadValueException("a pattern with an empty host; write host,host");
      }
      hosts.add(HostPattern.parse(text.substring(from, to)));
      from = to + 1;
    }
    return hosts.toArray(new HostPattern[0]);
  }

  /** Returns whether the URL matches. */
  public boolean matches(String url) {
    int queryAt = JdbcUrl.query(url);
    if (query != null
        && (queryAt == url.length()
            || !Glob.matches(query, url, queryAt + 1, url.length(), false))) {
      return false;
    }
    if (hosts.length == 0) {
      return Glob.matches(scheme, url, 0, queryAt, true);
    }
    int hostsAt = JdbcUrl.hosts(url, queryAt);
    return hostsAt < 0 ? matchesShort(url, queryAt) : matchesHosts(url, hostsAt, queryAt);
  }

  private boolean matchesHosts(String url, int hostsAt, int queryAt) {
    int end = JdbcUrl.hostsEnd(url, hostsAt, queryAt);
    if (!Glob.matches(scheme, url, 0, hostsAt - 2, true)
        || !matchesDatabase(url, Math.min(end + 1, queryAt), queryAt)) {
      return false;
    }
    String defaultPort = JdbcUrl.defaultPort(url);
    int from = hostsAt;
    while (from <= end) {
      int comma = url.indexOf(',', from);
      int to = comma < 0 || comma > end ? end : comma;
      if (!matchesHost(url, from, to, defaultPort)) {
        return false;
      }
      from = to + 1;
    }
    return true;
  }

  private boolean matchesHost(String url, int from, int to, @Nullable String defaultPort) {
    int host = Math.max(from, JdbcUrl.last('@', url, from, to) + 1);
    for (HostPattern pattern : hosts) {
      if (pattern.matches(url, host, to, defaultPort)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesShort(String url, int queryAt) {
    int databaseAt = JdbcUrl.shortDatabase(url);
    if (databaseAt < 0
        || !Glob.matches(scheme, url, 0, url.indexOf(':', JdbcUrl.PREFIX.length()) + 1, true)
        || !matchesDatabase(url, databaseAt, queryAt)) {
      return false;
    }
    for (HostPattern pattern : hosts) {
      if (pattern.matchesLocal(JdbcUrl.defaultPort(url))) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesDatabase(String url, int from, int to) {
    return database == null || Glob.matches(database, url, from, to, false);
  }

  /** Returns whether some URL may match both; rather yes than no where a text has no hosts. */
  boolean intersects(UrlPattern other) {
    if (query != null && other.query != null && !Glob.intersect(query, other.query, false)) {
      return false;
    }
    if (hosts.length == 0 || other.hosts.length == 0) {
      return Glob.intersect(outline(), other.outline(), true);
    }
    boolean sameDatabase =
        database == null
            || other.database == null
            || Glob.intersect(database, other.database, false);
    return sameDatabase && Glob.intersect(scheme, other.scheme, true) && shareHost(other);
  }

  private boolean shareHost(UrlPattern other) {
    String known = JdbcUrl.defaultPort(scheme.indexOf('*') < 0 ? scheme : other.scheme);
    String port = known == null ? "*" : known;
    for (HostPattern mine : hosts) {
      for (HostPattern theirs : other.hosts) {
        if (mine.intersects(theirs, port)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The pattern as one text, hosts left open. */
  private String outline() {
    return hosts.length == 0 ? scheme : scheme + "//*" + (database == null ? "" : "/" + database);
  }

  /**
   * Returns what URLs that match begin with, up to the first {@code *} or the hosts: {@code
   * jdbc:postgresql:} for instance.
   */
  public String beginning() {
    int star = scheme.indexOf('*');
    return star < 0 ? scheme : scheme.substring(0, star);
  }

  /** Returns the pattern without its query. */
  @Override
  public String toString() {
    return shown;
  }
}
