// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.target.SecretName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a URL that may be written to a log: scheme, hosts and database. It holds for any
 * driver, also for a URL that the driver would not take. A login before a host is no more shown
 * than a driver's options, which may be secrets as well.
 */
public final class ShownUrl {

  private static final String HIDDEN = "***";

  /** In Oracle's URLs an {@code @} stands before the hosts, and perhaps a protocol. */
  private static final Pattern BEFORE_HOSTS = Pattern.compile("[\\w+.:-]*:(?:@(?:\\w+:)?)?(?=//)");

  /** A password in quotes may hold whatever ends it elsewhere. */
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  private static final Pattern OPTIONS = Pattern.compile("[?&;#]|:(?=[\\w.-]+=)");
  private static final Pattern AUTHORITY_END = Pattern.compile("[/?#;]");

  /** Hosts with ports, in brackets or not. */
  private static final Pattern HOSTS =
      Pattern.compile("(?:(?:[^:,\\[]*|\\[[^\\]]*])(?::[0-9]*)?(?:,|$))*");

  private ShownUrl() {}

  /** Returns what may be shown of a URL. */
  public static String of(String text) {
    String url = QUOTED.matcher(text).replaceAll("");
    Matcher before = BEFORE_HOSTS.matcher(url);
    if (!before.lookingAt()) {
      int options = begin(OPTIONS, url);
      String shown = withoutLogin(url.substring(0, options));
      boolean login = shown.indexOf('@') < 0 && url.indexOf('@', options) >= 0; // Or a password's.
      return login ? shown.substring(0, shown.indexOf(':', "jdbc:".length()) + 1) + HIDDEN : shown;
    }
    int slashes = before.end();
    String scheme = withoutLogin(url.substring(0, slashes)) + "//";
    String rest = url.substring(slashes + 2);
    int end = begin(AUTHORITY_END, rest);
    int at = rest.lastIndexOf('@', end);
    if (at < 0 && rest.indexOf('@') >= 0 && !HOSTS.matcher(rest.substring(0, end)).matches()) {
      return scheme + HIDDEN; // A password that should have been encoded.
    }
    String hosts = rest.substring(at + 1);
    String shown = hosts.substring(0, begin(OPTIONS, hosts));
    boolean secret = shown.indexOf('(') >= 0 && SecretName.isIn(shown); // A host may have options.
    return scheme + (secret || shown.indexOf('@') >= 0 ? HIDDEN : withoutParameters(shown));
  }

  /** Some drivers take parameters for a path, as in {@code //host/USER=app,PASSWORD=secret}. */
  private static String withoutParameters(String hostsAndPath) {
    int slash = hostsAndPath.indexOf('/');
    boolean parameters =
        slash >= 0
            && (hostsAndPath.indexOf('=', slash) > 0 || hostsAndPath.indexOf(',', slash) > 0);
    return parameters ? hostsAndPath.substring(0, slash + 1) + HIDDEN : hostsAndPath;
  }

  /** Oracle's login stands before {@code @}, behind the driver's type. */
  private static String withoutLogin(String scheme) {
    int at = scheme.lastIndexOf('@');
    if (at <= 0 || scheme.charAt(at - 1) == ':') {
      return scheme;
    }
    int driver = scheme.indexOf(':', scheme.indexOf(':') + 1);
    return scheme.substring(0, Math.min(driver, at) + 1) + HIDDEN + scheme.substring(at);
  }

  private static int begin(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.start() : text.length();
  }
}
