// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.lease.Printable;
import dev.leasehold.target.Glob;
import dev.leasehold.target.LoginName;
import dev.leasehold.target.SecretName;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern for the connections of a binding, written as a JDBC URL in which {@code *} stands for
 * any characters. It is compared with the targets that the driver will connect to, not with the
 * text of the application's URL. Of {@code jdbc:postgresql://a,b:5433/orders?x=y}:
 *
 * <ul>
 *   <li>the scheme, with the scheme of the URL, without regard to case;
 *   <li>hosts and ports, with each target of the connection: all must match a host of the pattern.
 *       A missing port is the database's own. See {@link HostPattern};
 *   <li>the database, exactly; a pattern that ends after the hosts matches any;
 *   <li>the parameters that the pattern names, with the parameters that the driver goes by; others
 *       do not count.
 * </ul>
 *
 * <p>A lone {@code *} matches every connection. A pattern without {@code //} is matched against the
 * URL as a whole, up to its query, unless its driver takes localhost for missing hosts.
 */
public final class UrlPattern {

  private static final String ALL = "*";

  /** Up to {@code //}; all of the pattern where there is no such. */
  private final String scheme;

  /** Empty where the pattern has no {@code //}. */
  private final HostPattern[] hosts;

  private final boolean anyHost;
  private final @Nullable String database;
  private final @Nullable QueryPattern query;
  private final String shown;

  private UrlPattern(String text) throws BadValueException {
    UrlDialect dialect = UrlDialect.ofUrl(text);
    int queryAt = JdbcUrl.query(text);
    int hostsAt = JdbcUrl.hosts(text, queryAt);
    this.query =
        queryAt < text.length()
            ? new QueryPattern(text.substring(queryAt + 1), dialect.encodesParameters())
            : null;
    this.shown = text.substring(0, queryAt);
    if (hostsAt >= 0) {
      int end = JdbcUrl.hostsEnd(text, hostsAt, queryAt);
      this.scheme = text.substring(0, JdbcUrl.schemeEnd(text, queryAt));
      this.hosts = hosts(text.substring(hostsAt, end));
      this.database = end < queryAt ? text.substring(end + 1, queryAt) : databaseInQuery(dialect);
    } else if (isShort(shown, dialect)) {
      this.scheme = dialect.urlBeginning();
      this.hosts = hosts("");
      this.database = shortDatabase(shown.substring(scheme.length()));
    } else {
      this.scheme = shown;
      this.hosts = new HostPattern[0];
      this.database = null;
    }
    this.anyHost = hosts.length == 0 ? leavesHostsOpen() : hasAnyHost();
  }

  /** Reads a pattern. */
  static UrlPattern parse(String text) throws BadValueException {
    if (!text.equals(ALL)
        && (!JdbcUrl.startsWith(text, JdbcUrl.PREFIX)
            || text.length() == JdbcUrl.PREFIX.length())) {
      throw new BadValueException(
          "a pattern that does not begin with jdbc: and a driver; write for example"
              + " jdbc:postgresql://db:5432/orders, or * for all connections");
    }
    if (holdsCredential(text)) {
      throw new BadValueException("a pattern with a user or password in it; leave them out");
    }
    UrlPattern pattern = new UrlPattern(text);
    String secret = pattern.query == null ? null : pattern.query.secret();
    if (secret != null) {
      throw new BadValueException(
          "a pattern with the parameter "
              + Printable.of(secret)
              + ", whose name says that it holds a secret. No secret is compared, so nothing would"
              + " match; leave the parameter out");
    }
    return pattern;
  }

  /** Returns whether the text says a login. A password in its query has a message of its own. */
  private static boolean holdsCredential(String text) {
    int at = text.indexOf('@');
    int queryAt = JdbcUrl.query(text);
    String place = QueryPattern.percentDecoded(text.substring(0, queryAt));
    Set<String> inQuery = LoginName.in(QueryPattern.percentDecoded(text.substring(queryAt)));
    return (at > 0 && at < queryAt && text.charAt(at - 1) != ':')
        || !LoginName.in(place).isEmpty()
        || SecretName.hasValueIn(place)
        || !inQuery.stream().allMatch(SecretName::is);
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

  private @Nullable String databaseInQuery(UrlDialect dialect) {
    String named = null;
    for (String name : dialect.databaseParameters()) {
      named = named == null && query != null ? query.take(name) : named;
    }
    return named;
  }

  private static boolean isShort(String text, UrlDialect dialect) {
    return dialect.hasOptionalHosts()
        && !text.substring(dialect.urlBeginning().length()).equals(ALL);
  }

  private static @Nullable String shortDatabase(String rest) {
    String name = rest.startsWith("/") ? rest.substring(1) : rest;
    return name.isEmpty() ? null : name;
  }

  /** Returns whether nothing but drivers are named, as in {@code jdbc:mysql:*}. */
  private boolean leavesHostsOpen() {
    int star = scheme.indexOf('*');
    String before = star < 0 ? scheme : scheme.substring(0, star);
    return star == scheme.length() - 1
        && before.indexOf('@') < 0
        && before.indexOf('/') < 0
        && JdbcUrl.schemeEnd(before, before.length()) == before.length();
  }

  private boolean hasAnyHost() {
    for (HostPattern host : hosts) {
      if (host.isAny()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the pattern is for a connection.
   *
   * @param url the application's, without a login before its hosts
   * @param targets where the driver will connect to
   */
  public PatternCoverage covers(String url, Targets targets) {
    return query != null && !query.matches(targets)
        ? PatternCoverage.NO
        : coversWithoutQuery(url, targets);
  }

  /**
   * Returns the parameters that keep the pattern from being for a connection. Each is with the
   * pattern's value and the driver's value. Empty when there are none.
   *
   * @return null when the pattern is not for the connection for other reasons
   */
  @Nullable List<String> differences(String url, Targets targets) {
    if (!targets.isReadable() || coversWithoutQuery(url, targets) == PatternCoverage.NO) {
      return null;
    }
    return query == null ? Collections.emptyList() : query.differences(targets);
  }

  /** Returns whether the pattern names no host in particular. */
  boolean isForAnyHost() {
    return anyHost;
  }

  private PatternCoverage coversWithoutQuery(String url, Targets targets) {
    int queryAt = JdbcUrl.query(url);
    boolean detoursNamed = query != null && query.names(targets.detours());
    if (!matchesScheme(url, queryAt)) {
      return PatternCoverage.NO;
    }
    if (hosts.length > 0 && !targets.isReadable()) {
      return certainIf(anyHost && database == null);
    }
    if (hosts.length > 0 && !matchesEach(targets, detoursNamed)) {
      return PatternCoverage.NO;
    }
    return certainIf(anyHost || targets.detours().isEmpty() || detoursNamed);
  }

  private static PatternCoverage certainIf(boolean certain) {
    return certain ? PatternCoverage.YES : PatternCoverage.UNCERTAIN;
  }

  private boolean matchesEach(Targets targets, boolean detoursNamed) {
    for (int i = 0; i < targets.each().size(); i++) { // An iterator would be an object.
      Target target = targets.each().get(i);
      if (!matchesDatabase(target) || !matchesServer(target, targets, detoursNamed)) {
        return false;
      }
    }
    return true;
  }

  private boolean matchesScheme(String url, int queryAt) {
    int end = hosts.length == 0 ? queryAt : JdbcUrl.schemeEnd(url, queryAt);
    return Glob.matches(scheme, url, 0, end, true)
        || (hosts.length > 0 && JdbcUrl.hosts(url, queryAt) < 0 && beginsShort(url, end, queryAt));
  }

  /** A URL without hosts does not say which colon ends the scheme: {@code jdbc:driver:kind:db}. */
  private boolean beginsShort(String url, int from, int queryAt) {
    for (int i = from; i < queryAt; i++) {
      if (url.charAt(i) == ':' && Glob.matches(scheme, url, 0, i + 1, true)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesServer(Target target, Targets targets, boolean detoursNamed) {
    if (target.host().startsWith("/") && detoursNamed && query != null) {
      // A socket of the file system, which the pattern can name in its query alone.
      return query.namesPath(target.host(), targets.detours());
    }
    for (HostPattern pattern : hosts) {
      if (pattern.matches(target, targets.defaultPort())) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesDatabase(Target target) {
    if (database == null) {
      return true;
    }
    String name = target.database() == null ? "" : target.database();
    return Glob.matches(database, name, 0, name.length(), false);
  }

  /**
   * Returns whether some connection may match both; rather yes than no where a text has no hosts.
   */
  boolean intersects(UrlPattern other) {
    if (query != null && other.query != null && !query.intersects(other.query)) {
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
    String known = UrlDialect.ofUrl(scheme.indexOf('*') < 0 ? scheme : other.scheme).defaultPort();
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
    return hosts.length == 0 ? scheme : scheme + "*" + (database == null ? "" : database);
  }

  /**
   * Returns the beginning of URLs that match, up to the first {@code *} or the hosts: {@code
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
