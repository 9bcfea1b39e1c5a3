// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The program that makes the requests, and the pod that it says it runs in. The pod is a claim, as
 * nobody has verified it. Immutable.
 *
 * <p>The pod is that of the environment variables {@code POD_NAME}, {@code POD_NAMESPACE}, {@code
 * POD_UID} and {@code NODE_NAME}, which a manifest fills by the downward API. Without {@code
 * POD_NAME} the host stands in for it.
 */
public final class RequestOrigin {

  /** A program of no version, of which nothing is claimed. */
  public static final RequestOrigin UNKNOWN = new RequestOrigin("leasehold", "");

  /** RFC 1123, and Kubernetes with it: names of pods, nodes and hosts have no more characters. */
  private static final int LONGEST_NAME = 253;

  /** RFC 1123: a namespace is a label. */
  private static final int LONGEST_LABEL = 63;

  private final String userAgent;
  private final String claims;

  private RequestOrigin(String userAgent, String claims) {
    this.userAgent = userAgent;
    this.claims = claims;
  }

  /**
   * Returns the origin of a process's requests.
   *
   * @param program the word for the program, as in {@code agent}
   * @param version its version; empty where that is not known
   * @param environment the environment of the process
   * @param host the name of the host; empty where it has none
   */
  public static RequestOrigin of(
      String program, String version, Map<String, String> environment, String host) {
    String product = version.isEmpty() ? "leasehold" : "leasehold/" + fit(version, LONGEST_LABEL);
    StringBuilder claims = new StringBuilder();
    claim(claims, "namespace", environment.get("POD_NAMESPACE"), LONGEST_LABEL);
    claim(claims, "pod", environment.get("POD_NAME"), LONGEST_NAME);
    if (claims.indexOf(";pod=") < 0) {
      claim(claims, "host", host, LONGEST_NAME);
    }
    claim(claims, "uid", environment.get("POD_UID"), LONGEST_LABEL);
    claim(claims, "node", environment.get("NODE_NAME"), LONGEST_NAME);
    return new RequestOrigin(product + " (" + program + ")", claims.toString());
  }

  private static void claim(StringBuilder claims, String key, @Nullable String value, int longest) {
    if (value != null && !value.trim().isEmpty()) {
      claims.append(';').append(key).append('=').append(fit(value.trim(), longest));
    }
  }

  /** Returns the end of the value, which tells pods of one name apart, as part of a header. */
  private static String fit(String value, int longest) {
    char[] fit = value.substring(Math.max(0, value.length() - longest)).toCharArray();
    for (int i = 0; i < fit.length; i++) {
      fit[i] = isOfNames(fit[i]) ? fit[i] : '?';
    }
    return new String(fit);
  }

  private static boolean isOfNames(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_';
  }

  /** Returns the value of {@code User-Agent}, as in {@code leasehold/1.0.0 (agent)}. */
  String userAgent() {
    return userAgent;
  }

  /**
   * Returns the claims, as in {@code ;namespace=shop;pod=orders-0;uid=5f3c;node=node-1}: at most
   * 700 characters, of names alone. Empty where there are no claims.
   */
  String claims() {
    return claims;
  }

  @Override
  public String toString() {
    return userAgent + claims;
  }
}
