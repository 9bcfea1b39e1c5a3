// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.target.LoginName;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that looks like a login in a URL of an unknown driver, once all certain logins have been
 * taken out of it. It is a login's name with a value, wherever it stands, as in Teradata's {@code
 * //host/USER=app,PASSWORD=secret}. Or it is a text before an {@code @}, as in {@code
 * jdbc:x:app/secret@host}. Rather finds too much than too little, since the driver may prefer it.
 */
public final class RemainingLogin {

  /** As in {@code jdbc:oracle:thin:@host}, or {@code jdbc:x:@host}. */
  private static final Pattern NOTHING = Pattern.compile("jdbc:[\\w+.-]+:(?:[\\w+.-]+:)?");

  private static final String BEFORE_AT = "the text before @";

  private RemainingLogin() {}

  /**
   * Returns the names of it, separated by commas; null where there is none.
   *
   * @param clean the URL without the logins that can be taken out
   * @param taken names that are taken out of the properties, in lower case
   */
  public static @Nullable String of(String clean, Properties info, Set<String> taken) {
    Set<String> found = new LinkedHashSet<>();
    found.addAll(LoginName.in(clean));
    found.addAll(LoginName.in(UrlQuery.decoded(clean)));
    for (String name : info.stringPropertyNames()) {
      if (LoginName.is(name) && !taken.contains(name.toLowerCase(Locale.ROOT))) {
        found.add(name);
      }
    }
    OtherLogins.addTo(found, clean, info, taken);
    if (found.isEmpty() && mayStandBeforeAt(clean)) {
      found.add(BEFORE_AT);
    }
    return found.isEmpty() ? null : String.join(", ", found);
  }

  /** Returns whether nothing but the scheme stands before an {@code @}. */
  static boolean isEmptyBefore(int at, String url) {
    return NOTHING.matcher(url.substring(0, at)).matches();
  }

  /** Returns whether a login may stand before an {@code @}, which is not taken out. */
  static boolean mayStandBeforeAt(String url) {
    int at = url.indexOf('@');
    if (at < 0 || isEmptyBefore(at, url)) {
      return false;
    }
    int parameters = JdbcTargets.parameters(url, 0);
    if (isNamedBeforeAt(url, parameters)) {
      return true;
    }
    int slashes = url.indexOf("://");
    return slashes < 0 || slashes > parameters
        ? !isFile(url)
        : isBehindHosts(url, slashes + 3, parameters);
  }

  /** Returns whether an {@code @} stands in a text that is no parameter with a value. */
  private static boolean isNamedBeforeAt(String url, int parameters) {
    for (int from = parameters; from < url.length(); ) {
      int to = JdbcTargets.parameters(url, from + 1);
      String each = url.substring(from + 1, to);
      if (each.indexOf('@') >= 0 && each.indexOf('=') < 0) {
        return true;
      }
      from = to;
    }
    return false;
  }

  /** Returns whether a path of the file system stands in the place of hosts. */
  private static boolean isFile(String url) {
    int rest = url.indexOf(':', "jdbc:".length()) + 1;
    return rest > 0 && rest < url.length() && "/.~\\".indexOf(url.charAt(rest)) >= 0;
  }

  /** A database may have an {@code @} in its name; where hosts cannot be read, it may be theirs. */
  private static boolean isBehindHosts(String url, int hosts, int parameters) {
    if (UserInfo.isParameter(url, hosts)) {
      return false;
    }
    int slash = url.indexOf('/', hosts);
    int end = slash < 0 || slash > parameters ? parameters : slash;
    if (!JdbcTargets.areHosts(url.substring(hosts, end))) {
      return true;
    }
    int colon = url.indexOf(':', end);
    if (colon >= 0 && colon < parameters && !UserInfo.isParameter(url, colon + 1)) {
      return true; // No database's name has one: a password may, and the separators behind it.
    }
    int at = url.indexOf('@', end);
    boolean behind = at >= 0 && at < parameters;
    return behind
        && (url.lastIndexOf(':', end) > hosts || url.substring(end + 1, at).indexOf('/') >= 0);
  }
}
