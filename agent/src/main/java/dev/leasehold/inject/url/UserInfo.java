// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The logins in a URL's authority, {@code //user:password@host}, which each host of a list may
 * bring; RFC 3986, section 3.2.1. An {@code @} behind the hosts is none of theirs, nor one behind
 * parameters that stand in the place of hosts.
 */
public final class UserInfo {

  private static final Pattern INNER = Pattern.compile("(?<=://)(?![\\w.-]+=)[^/@,;()]+@");

  private static final Pattern PARAMETER = Pattern.compile("\\s*+[\\p{L}\\p{N}._%-]++\\s*+=");

  private UserInfo() {}

  /** Returns the URL without them. */
  public static String without(String url) {
    int from = authority(url);
    int to = authorityEnd(url, from);
    String authority = url.substring(from, to);
    if (authority.indexOf('@') < 0 || isParameter(url, from)) {
      return withoutInner(url);
    }
    StringBuilder hosts = new StringBuilder();
    boolean login = true;
    for (String part : authority.split(",", -1)) {
      int at = part.lastIndexOf('@');
      login &= at < 0; // A comma before the first of them is the password's.
      if (!login) {
        hosts.append(hosts.length() == 0 ? "" : ",").append(part, at + 1, part.length());
      }
    }
    return withoutInner(url.substring(0, from) + hosts + url.substring(to));
  }

  /** Some drivers take whole URLs for hosts: {@code //(https://user:password@host),(...)}. */
  private static String withoutInner(String url) {
    int query = url.indexOf('?');
    int end = query < 0 ? url.length() : query;
    return INNER.matcher(url.substring(0, end)).replaceAll("") + url.substring(end);
  }

  /** Returns the user of the first login; null when there is none. */
  public static @Nullable String user(String url) {
    int from = authority(url);
    String authority = url.substring(from, authorityEnd(url, from));
    int at = authority.indexOf('@');
    if (at <= 0 || isParameter(url, from)) {
      return null;
    }
    int colon = authority.indexOf(':');
    return UrlQuery.decoded(authority.substring(0, colon < 0 || colon > at ? at : colon));
  }

  /** Returns whether a parameter's name and its {@code =} stand at a position. */
  public static boolean isParameter(String url, int at) {
    int end = at;
    while (end < url.length()
        && (Character.isLetterOrDigit(url.charAt(end)) || "._-".indexOf(url.charAt(end)) >= 0)) {
      end++;
    }
    return end > at && end < url.length() && url.charAt(end) == '=';
  }

  /** Some drivers take blanks around a parameter's name. */
  private static boolean mayBeParameter(String url, int at) {
    return PARAMETER.matcher(url).region(at, url.length()).lookingAt();
  }

  /** Returns the position of the authority; the URL's length when there is none. */
  private static int authority(String url) {
    int slashes = url.indexOf("://");
    int query = url.indexOf('?');
    return slashes < 0 || (query >= 0 && query < slashes) ? url.length() : slashes + 3;
  }

  /** A {@code ;} or {@code &} may be a password's, unless a parameter may follow it. */
  private static int authorityEnd(String url, int from) {
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '/'
          || c == '?'
          || c == '#'
          || ((c == ';' || c == '&') && mayBeParameter(url, i + 1))) {
        return i;
      }
    }
    return url.length();
  }
}
