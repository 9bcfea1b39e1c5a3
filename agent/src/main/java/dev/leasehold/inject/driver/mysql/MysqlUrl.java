// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.url.UrlQuery;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts in a URL of Connector/J, each of which may bring credentials of its own. The forms are
 * {@code user:password@host}, {@code address=(host=h)(user=u)(password=p)}, {@code
 * (host=h,user=u)}, and lists of these between commas, in brackets or not. See "Connection URL
 * Syntax" in its manual.
 */
final class MysqlUrl {

  /** Of one host or of a list in brackets; reserved characters in it are percent-encoded. */
  private static final Pattern BEFORE_AT = Pattern.compile("(?<=^|[,\\[])([^,\\[\\]()@]*)@");

  private static final Keys CREDENTIALS = new Keys("user|password[1-3]?");

  private static final Pattern USER_KEY =
      Pattern.compile("[(,]\\s*user\\s*=([^,)]*)", Pattern.CASE_INSENSITIVE);

  /**
   * {@code ConnectionUrlParser} of 9.7.0: it decodes the scheme, and skips the blanks behind it.
   */
  private static final Pattern SCHEME = Pattern.compile("([\\w+:%]+)\\s*");

  private MysqlUrl() {}

  /** Returns the URL with a scheme that is not encoded and has no blanks behind it. */
  static String withPlainScheme(String url) {
    Matcher scheme = SCHEME.matcher(url);
    return scheme.lookingAt()
        ? UrlQuery.decoded(scheme.group(1).replace("+", "%2B")) + url.substring(scheme.end())
        : url;
  }

  /** Returns the URL with no credential in its hosts. */
  static String withoutCredentials(String url) {
    return changed(url, hosts -> CREDENTIALS.takenOutOf(BEFORE_AT.matcher(hosts).replaceAll("")));
  }

  /** Returns the URL with no key of these names in its hosts. */
  static String without(String url, Set<String> names) {
    return changed(url, new Keys(String.join("|", names))::takenOutOf);
  }

  private static String changed(String url, UnaryOperator<String> change) {
    int from = hosts(url);
    int to = hostsEnd(url, from);
    return url.substring(0, from) + change.apply(url.substring(from, to)) + url.substring(to);
  }

  /** Returns the user of the first host that has a user; null when none has. */
  static @Nullable String user(String url) {
    int from = hosts(url);
    String hosts = url.substring(from, hostsEnd(url, from));
    Matcher before = BEFORE_AT.matcher(hosts);
    if (before.find()) {
      String login = before.group(1);
      int colon = login.indexOf(':');
      return UrlQuery.decoded(colon < 0 ? login : login.substring(0, colon));
    }
    Matcher key = USER_KEY.matcher(hosts);
    return key.find() ? UrlQuery.decoded(key.group(1).trim()) : null;
  }

  private static int hosts(String url) {
    int slashes = url.indexOf("//");
    return slashes < 0 ? url.length() : slashes + 2;
  }

  /** Slashes in parentheses are a socket's or a file's path. */
  private static int hostsEnd(String url, int from) {
    int depth = 0;
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && (c == '/' || c == '?')) {
        return i;
      }
    }
    return url.length();
  }

  /** Keys in parentheses, with their values. */
  private static final class Keys {

    private final Pattern first;
    private final Pattern later;

    Keys(String names) {
      String key = "\\s*(?:" + names + ")\\s*=[^,)]*";
      first = Pattern.compile("\\(" + key + ",?", Pattern.CASE_INSENSITIVE);
      later = Pattern.compile("," + key, Pattern.CASE_INSENSITIVE);
    }

    /**
     * Leaves the commas of the remaining text: a comma may end a value, as in {@code (dbname=a,)}.
     */
    String takenOutOf(String hosts) {
      String rest = later.matcher(hosts).replaceAll("");
      return first.matcher(rest).replaceAll("(").replace("()", "");
    }
  }
}
