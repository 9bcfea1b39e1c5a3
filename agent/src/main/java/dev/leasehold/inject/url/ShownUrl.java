// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a URL that may be written to a log: scheme, hosts and database. A text is shown where
 * it can be nothing else, for any driver, and {@code ***} in its place otherwise. So a password is
 * not shown whichever way it stands in the URL, a way that is not known included. No parameter is
 * shown.
 */
public final class ShownUrl {

  private static final String HIDDEN = "***";

  /** {@code jdbc:} and the driver's name. */
  private static final Pattern DRIVER =
      Pattern.compile("jdbc:[\\w+.-]++:", Pattern.CASE_INSENSITIVE);

  /** The text before {@code //}. In Oracle's URLs it ends with an {@code @} and a protocol. */
  private static final Pattern BEFORE_HOSTS =
      Pattern.compile(
          "(?:jdbc:|r2dbc:|vertx:)(?:[\\w+.-]++:){0,3}(?:@(?:\\w++:)?)?(?=//)",
          Pattern.CASE_INSENSITIVE);

  /** The text before a name, an address or a descriptor, as in Oracle's URLs. */
  private static final Pattern BEFORE_SPECIFIER =
      Pattern.compile("jdbc:(?:[\\w+.-]++:){1,2}@", Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHORITY_END = Pattern.compile("[/?#;]");
  private static final Pattern OPTIONS = Pattern.compile("[?&;#]|:(?=[\\w.-]+=|$)");

  /** Of a database or a service, percent signs among its letters. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.$%-]*");

  /** Oracle's {@code host:port:sid}. */
  private static final Pattern WITH_SID = Pattern.compile("[\\w.-]+:[0-9]{1,5}:[\\w.$-]+");

  /** The characters between hosts, or around the keys of a host. */
  private static final Pattern SEPARATOR = Pattern.compile("[(),]");

  /** A host, behind a backslash its instance, and its port. */
  private static final String HOST = "(?:[\\p{L}\\p{N}_.%\\\\-]*|\\[[\\w:.%-]*])(?::[0-9]{1,5})?";

  /** Keys of MySQL's and MariaDB's hosts and of Oracle's descriptors, with keys for a value. */
  private static final String GROUP =
      "(?:address|description|description_list|address_list|connect_data|security) ?= ?";

  private static final String KEY =
      "(?:host|port|protocol|priority|type|sid|service_name|server|load_balance|failover"
          + "|source_route|retry_count|retry_delay|connect_timeout|transport_connect_timeout"
          + "|ssl_server_dn_match)";

  private static final Pattern HOST_OR_KEY =
      Pattern.compile(
          HOST + '|' + GROUP + '|' + KEY + " ?= ?[\\w:.$%\\[\\]-]*", Pattern.CASE_INSENSITIVE);

  private ShownUrl() {}

  /** Returns the part of a URL that may be shown, whether a login was taken out of it or not. */
  public static String of(String url) {
    Matcher before = BEFORE_HOSTS.matcher(url);
    if (before.lookingAt()) {
      return withHosts(before.group() + "//", url);
    }
    boolean login = RemainingLogin.mayStandBeforeAt(url);
    if (!login && before.usePattern(BEFORE_SPECIFIER).lookingAt()) {
      return before.group() + specifier(url.substring(before.end()));
    }
    if (before.usePattern(DRIVER).lookingAt()) {
      return before.group() + (login ? HIDDEN : ifLike(NAME, url.substring(before.end())));
    }
    return HIDDEN;
  }

  /** An {@code @} behind the authority may be a parameter's, so logins are taken out before it. */
  private static String withHosts(String scheme, String url) {
    Matcher end = AUTHORITY_END.matcher(url).region(scheme.length(), url.length());
    int to = end.find() ? end.start() : url.length();
    String clean = UserInfo.without(url.substring(0, to)) + url.substring(to);
    return scheme
        + (RemainingLogin.mayStandBeforeAt(clean)
            ? HIDDEN
            : place(clean.substring(scheme.length())));
  }

  /**
   * Returns a text for messages that tells a URL from others. It is the URL itself where all of it
   * may be shown, else the text of {@link #numbered(String)}.
   */
  public static String standIn(String url) {
    return of(url).equals(url) ? url : numbered(url);
  }

  /**
   * Returns the part of a URL that may be shown, and a number for all of it. The number differs in
   * each JVM, so that nobody can try passwords until a password has it.
   */
  public static String numbered(String url) {
    String shown = of(url);
    String part = shown.substring(0, shown.length() - (shown.endsWith(HIDDEN) ? 3 : 0));
    return part + '#' + Integer.toHexString(Salt.TEXT.concat(url).hashCode());
  }

  private static String ifLike(Pattern pattern, String textWithOptions) {
    String text = textWithOptions.substring(0, begin(OPTIONS, textWithOptions));
    return pattern.matcher(text).matches() ? text : HIDDEN;
  }

  private static String specifier(String text) {
    String sid = ifLike(WITH_SID, text);
    return sid.equals(HIDDEN) ? place(text) : sid;
  }

  /** Returns hosts and database, either of which may be hidden. */
  private static String place(String text) {
    String place = text.substring(0, begin(OPTIONS, text));
    int slash = place.indexOf('/');
    String hosts = slash < 0 ? place : place.substring(0, slash);
    if (!areHosts(hosts)) {
      return HIDDEN;
    }
    return slash < 0 ? hosts : hosts + '/' + ifLike(NAME, place.substring(slash + 1));
  }

  private static boolean areHosts(String text) {
    for (String part : SEPARATOR.split(text, -1)) {
      if (!HOST_OR_KEY.matcher(part.trim()).matches()) {
        return false;
      }
    }
    return true;
  }

  private static int begin(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.start() : text.length();
  }

  /** Made when a number is first asked for, as few URLs need a number. */
  private static final class Salt {

    static final String TEXT = Integer.toString(new SecureRandom().nextInt());

    private Salt() {}
  }
}
