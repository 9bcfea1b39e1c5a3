// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.time.Duration;

/** The settings by which the file is read that is a binding's source of credentials. Immutable. */
public final class InputFileSettings {

  private final SourceFormat format;
  private final Duration poll;
  private final Duration drain;

  InputFileSettings(SettingReader reader) {
    this.format = reader.choice(Setting.SOURCE_FORMAT, SourceFormat.values());
    this.poll = reader.duration(Setting.SOURCE_POLL);
    this.drain = reader.duration(Setting.SOURCE_DRAIN);
  }

  /** Returns how the file is written. */
  public SourceFormat format() {
    return format;
  }

  /** Returns how often the file is read at least, to see whether it has changed. */
  public Duration poll() {
    return poll;
  }

  /**
   * Returns how long connections may be used whose credential is no longer in the file, where the
   * file does not say when it ends.
   */
  public Duration drain() {
    return drain;
  }
}
