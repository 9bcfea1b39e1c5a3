// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.target.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Hosts that a Vault server may redirect requests to, token included. Immutable. */
public final class RedirectHosts {

  /** No host at all. */
  public static final RedirectHosts NONE = new RedirectHosts(Collections.<String>emptyList());

  private final List<String> patterns;

  private RedirectHosts(List<String> patterns) {
    this.patterns = patterns;
  }

  /**
   * Reads the value of {@code leasehold.vault.redirect-hosts}: patterns with commas between them.
   * In a pattern, {@code *} stands for any characters, and case does not matter. A literal IPv6
   * address is written without brackets.
   *
   * @throws IllegalArgumentException when a pattern is no host name. The message is the rest of a
   *     sentence that begins with the setting, and does not repeat the value
   */
  public static RedirectHosts parse(String text) {
    List<String> patterns = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String pattern = part.trim();
      if (!isHost(pattern)) {
        throw new IllegalArgumentException(
            "something that is no host name; write names without scheme, port and path, a comma"
                + " between two");
      }
      patterns.add(pattern);
    }
    return new RedirectHosts(patterns);
  }

  private static boolean isHost(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c >= 0x7f || !(Character.isLetterOrDigit(c) || "*-._:".indexOf(c) >= 0)) {
        return false;
      }
    }
    boolean port = pattern.indexOf(':') >= 0 && pattern.indexOf(':') == pattern.lastIndexOf(':');
    return !pattern.isEmpty() && !port;
  }

  /** Returns whether a host, without brackets, is one of them. */
  public boolean include(String host) {
    for (String pattern : patterns) {
      if (Glob.matches(pattern, host, 0, host.length(), true)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return String.join(",", patterns);
  }
}
