package dev.leasehold.config;

import org.jspecify.annotations.Nullable;

/** A host and port of a {@link UrlPattern}. */
final class HostPattern {

  private static final String ANY = "*";
  private static final String LOCALHOST = "localhost";

  private final String name;

  /** Null is the port that the URL's driver takes by default. */
  private final @Nullable String port;

  private HostPattern(String name, @Nullable String port) {
    this.name = name;
    this.port = port;
  }

  static HostPattern parse(String text) throws BadValueException {
    if (text.equals(ANY)) {
      return new HostPattern(ANY, ANY);
    }
    int colon = colon(text, 0, text.length());
    String name = text.substring(0, colon);
    String port = colon < text.length() ? text.substring(colon + 1) : null;
    if (port != null && !isPort(port)) {
      throw new BadValueException("a pattern with a port that is no number; write host:5432");
    }
    return new HostPattern(name.isEmpty() ? LOCALHOST : name, port);
  }

  private static boolean isPort(String port) {
    for (int i = 0; i < port.length(); i++) {
      char c = port.charAt(i);
      if (c != '*' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !port.isEmpty();
  }

  /** Returns whether the host in {@code url[from, to)}, without user and password, matches. */
  boolean matches(String url, int from, int to, @Nullable String defaultPort) {
    int colon = colon(url, from, to);
    return matchesName(url, from, colon) && matchesPort(url, colon, to, defaultPort);
  }

  /** Returns whether localhost at the default port matches. */
  boolean matchesLocal(@Nullable String defaultPort) {
    return matches(LOCALHOST, 0, LOCALHOST.length(), defaultPort);
  }

  private boolean matchesName(String url, int from, int to) {
    return from == to
        ? Glob.matches(name, LOCALHOST, 0, LOCALHOST.length(), true)
        : Glob.matches(name, url, from, to, true);
  }

  private boolean matchesPort(String url, int colon, int to, @Nullable String defaultPort) {
    boolean given = colon < to;
    if (port == null) {
      return !given
          || (defaultPort != null
              && to - colon - 1 == defaultPort.length()
              && url.startsWith(defaultPort, colon + 1));
    }
    if (given) {
      return Glob.matches(port, url, colon + 1, to, false);
    }
    return port.equals(ANY)
        || (defaultPort != null && Glob.matches(port, defaultPort, 0, defaultPort.length(), false));
  }

  boolean intersects(HostPattern other, String defaultPort) {
    String mine = port == null ? defaultPort : port;
    String theirs = other.port == null ? defaultPort : other.port;
    return Glob.intersect(name, other.name, true) && Glob.intersect(mine, theirs, false);
  }

  /** Returns where the {@code :} before the port is, or {@code to}; colons in brackets are IPv6. */
  private static int colon(String text, int from, int to) {
    int colon = JdbcUrl.last(':', text, from, to);
    return colon < 0 || colon < JdbcUrl.last(']', text, from, to) ? to : colon;
  }
}
