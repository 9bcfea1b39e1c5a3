// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request by which the sidecar asks a program to reload, and its bounds. Immutable. */
public final class ReloadSettings {

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

  private static URI address(String text) {
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

  /** Returns the address that is called; null for none. */
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
