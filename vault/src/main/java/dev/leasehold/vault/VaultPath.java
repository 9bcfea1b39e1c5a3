// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

/**
 * A path in Vault without slashes around it: that of a secret as {@code vault read} takes it, or
 * that of an auth mount as {@code vault auth enable -path} does. Immutable.
 */
public final class VaultPath {

  private static final String API = "v1/";
  private static final String AUTH = "auth/";

  /** Reserved or unsafe in a URL's path (RFC 3986, appendix A). */
  private static final String REFUSED = "?#%\\\"<>^`{|}";

  private final String path;

  private VaultPath(String path) {
    this.path = path;
  }

  /**
   * Reads the path of a secret: a mount and at least one name below it.
   *
   * @throws IllegalArgumentException when it is no such path. The message is the rest of a sentence
   *     that begins with the setting, and does not repeat the value
   */
  public static VaultPath ofSecret(String text) {
    String path = read(text, API);
    if (path.indexOf('/') < 0) {
      throw new IllegalArgumentException(
          "a path with a mount and no name below it; write for example database/creds/orders");
    }
    return new VaultPath(path);
  }

  /**
   * Reads the path of an auth mount, below {@code auth/}.
   *
   * @throws IllegalArgumentException as {@link #ofSecret}
   */
  public static VaultPath ofAuthMount(String text) {
    return new VaultPath(read(text, AUTH));
  }

  private static String read(String text, String prefix) {
    int from = text.startsWith("/") ? 1 : 0;
    int to = text.endsWith("/") && text.length() > 1 ? text.length() - 1 : text.length();
    String path = text.substring(from, Math.max(from, to));
    if (path.startsWith(prefix)) {
      throw new IllegalArgumentException("a path that begins with " + prefix + "; leave that out");
    }
    if (!isPath(path)) {
      throw new IllegalArgumentException(
          "not a path in Vault; write letters, digits, - _ . and single slashes between");
    }
    return path;
  }

  private static boolean isPath(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c <= ' ' || c > '~' || REFUSED.indexOf(c) >= 0) {
        return false;
      }
    }
    String framed = "/" + path + "/";
    return !framed.contains("//") && !framed.contains("/../") && !framed.contains("/./");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VaultPath && ((VaultPath) other).path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** Returns the path, without slashes around it. */
  @Override
  public String toString() {
    return path;
  }
}
