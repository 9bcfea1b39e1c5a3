// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Glob;
import dev.leasehold.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * A host and port of a {@link UrlPattern}. A lone {@code *} is any host and port. A leading
 * asterisk stands for any labels of a DNS name, as in {@code *.corp}. Any other asterisk stands for
 * characters of one label, so that {@code db*} is no {@code db.example.com}. In an IPv4 address an
 * asterisk stands for digits, and a leading asterisk for dots as well, as anybody may have the name
 * {@code 10.0.0.example}.
 */
final class HostPattern {

  private static final String ANY = "*";
  private static final String LOCALHOST = "localhost";

  /** RFC 1035, section 2.3.4; bounds the work of a match. */
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_PORT = 5;

  /** In lower case, an IPv6 address without brackets. */
  private final String name;

  /** Null is the port that the URL's driver takes by default. */
  private final @Nullable String port;

  /** Whether it says nothing but digits, as no name of the DNS's does. */
  private final boolean address;

  private HostPattern(String name, @Nullable String port) {
    this.name = name;
    this.port = port;
    this.address = isAddress(name);
  }

  static HostPattern parse(String text) throws BadValueException {
    if (text.equals(ANY)) {
      return new HostPattern(ANY, ANY);
    }
    int colon = JdbcUrl.last(':', text, 0, text.length());
    if (colon < 0 || colon < text.lastIndexOf(']')) {
      colon = text.length();
    }
    String name = Glob.lowerCase(text.substring(0, colon));
    String port = colon < text.length() ? text.substring(colon + 1) : null;
    if (port != null && !isPort(port)) {
      throw new BadValueException("a pattern with a port that is no number; write host:5432");
    }
    if (name.startsWith("[") && name.endsWith("]")) {
      name = name.substring(1, name.length() - 1);
    }
    return new HostPattern(name.isEmpty() ? LOCALHOST : name, port);
  }

  /** A pattern without a digit, as {@code *.*}, says nothing of an address. */
  private static boolean isAddress(String name) {
    boolean address = name.indexOf('.') > 0;
    boolean digits = false;
    for (int i = 0; address && i < name.length(); i++) {
      char c = name.charAt(i);
      digits |= isDigit(c);
      address = c == '.' || c == '*' || isDigit(c);
    }
    return address && digits;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isPort(String port) {
    for (int i = 0; i < port.length(); i++) {
      char c = port.charAt(i);
      if (c != '*' && !isDigit(c)) {
        return false;
      }
    }
    return !port.isEmpty();
  }

  /** Returns whether the host is a lone {@code *}, with any port or a certain port. */
  boolean isAny() {
    return name.equals(ANY);
  }

  /** Returns whether a target's server matches. */
  boolean matches(Target target, int defaultPort) {
    return matchesName(target.host()) && matchesPort(target.port(), defaultPort);
  }

  private boolean matchesName(String host) {
    if (isAny()) {
      return true;
    }
    return name.indexOf('*') < 0
        ? name.equals(host)
        : host.length() <= LONGEST_NAME && matchesName(0, host, 0);
  }

  private boolean matchesName(int at, String host, int from) {
    int p = at;
    int h = from;
    while (p < name.length() && name.charAt(p) != '*') {
      if (h == host.length() || host.charAt(h) != name.charAt(p)) {
        return false;
      }
      p++;
      h++;
    }
    if (p == name.length()) {
      return h == host.length();
    }
    for (int end = h; ; end++) {
      if (matchesName(p + 1, host, end)) {
        return true;
      }
      if (end == host.length() || !stands(p, host.charAt(end))) {
        return false;
      }
    }
  }

  /** Returns whether the {@code *} at a position may stand for a character. */
  private boolean stands(int at, char c) {
    if (address) {
      return isDigit(c) || (c == '.' && at == 0);
    }
    return Character.isLetterOrDigit(c)
        || c == '-'
        || c == '_'
        || (c == '.' && at == 0)
        || (c == ':' && name.indexOf(':') >= 0);
  }

  private boolean matchesPort(int given, int defaultPort) {
    if (port == null) { // An instance, or a name of the DNS's, has none.
      return given == defaultPort || given == Target.NO_PORT;
    }
    if (port.equals(ANY)) {
      return true;
    }
    if (port.indexOf('*') < 0) {
      return port.length() <= LONGEST_PORT && Integer.parseInt(port) == given;
    }
    String digits = Integer.toString(given);
    return given != Target.NO_PORT && Glob.matches(port, digits, 0, digits.length(), false);
  }

  boolean intersects(HostPattern other, String defaultPort) {
    String mine = port == null ? defaultPort : port;
    String theirs = other.port == null ? defaultPort : other.port;
    return Glob.intersect(name, other.name, false) && Glob.intersect(mine, theirs, false);
  }
}
