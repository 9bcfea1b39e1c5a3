// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request by which the sidecar asks a program to reload, and its bounds. Immutable. */
public final class ReloadSettings {

  private static final List<String> SCHEMES = Arrays.asList("http", "https");
  private static final List<String> LOOPBACK = Arrays.asList("127.0.0.1", "localhost", "[::1]");

  private final List<String> command;
  private final @Nullable URI url;
  private final Duration timeout;

  ReloadSettings(SettingReader reader) {
    List<String> words = reader.parsed(Setting.RELOAD_COMMAND, CommandWords::of);
    this.command =
        words == null ? Collections.<String>emptyList() : Collections.unmodifiableList(words);
    this.url = reader.parsed(Setting.RELOAD_URL, ReloadSettings::address);
    this.timeout = reader.duration(Setting.RELOAD_TIMEOUT);
    if (reader.given(Setting.RELOAD_COMMAND) != null && reader.given(Setting.RELOAD_URL) != null) {
      reader.problem(
          Setting.RELOAD_URL,
          "set beside " + reader.where(Setting.RELOAD_COMMAND) + "; leave one of them");
    }
  }

  /**
   * Returns the address.
   *
   * @throws IllegalArgumentException when it is not one of HTTP on the pod's own loopback, or shows
   *     a login
   */
  private static URI address(String text) {
    URI address = parsed(text);
    if (!SCHEMES.contains(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException(
          "a reload address begins with http:// or https:// and a host; write one such as"
              + " http://127.0.0.1:8080/reload");
    }
    if (!LOOPBACK.contains(address.getHost())) {
      throw new IllegalArgumentException(
          "the reload address leads to "
              + address.getHost()
              + ", which is not this pod's loopback; write 127.0.0.1");
    }
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the reload address has a login in it, which the log would show; leave it out");
    }
    return address;
  }

  private static URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "not an address; write for example http://127.0.0.1:8080/reload", e);
    }
  }

  /** Returns the words of the command; empty for none. */
  public List<String> command() {
    return command;
  }

  /** Returns the address that is called, on the pod's own loopback; null for none. */
  public @Nullable URI url() {
    return url;
  }

  /** Returns the longest time for one try. */
  public Duration timeout() {
    return timeout;
  }

  boolean acknowledges() {
    return !command.isEmpty() || url != null;
  }
}
