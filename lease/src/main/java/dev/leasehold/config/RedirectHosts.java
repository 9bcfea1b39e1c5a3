package dev.leasehold.config;

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
   * Makes hosts of patterns in which {@code *} stands for any characters; case does not matter. A
   * literal IPv6 address is written without brackets.
   */
  public static RedirectHosts of(List<String> patterns) {
    return new RedirectHosts(new ArrayList<>(patterns));
  }

  static RedirectHosts read(SettingReader reader) {
    String text = reader.text(Setting.VAULT_REDIRECT_HOSTS);
    if (text == null) {
      return NONE;
    }
    List<String> patterns = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String pattern = part.trim();
      if (!isHost(pattern)) {
        reader.problem(
            Setting.VAULT_REDIRECT_HOSTS,
            "something that is no host name; write names without scheme, port and path, a comma"
                + " between two");
        return NONE;
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
