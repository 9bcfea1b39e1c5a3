// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import org.jspecify.annotations.Nullable;

/** A value as its source gave it. */
final class RawSetting {

  final SettingSource source;
  final String name;
  final String value;
  private final @Nullable String file;

  RawSetting(SettingSource source, String name, String value, @Nullable String file) {
    this.source = source;
    this.name = name;
    this.value = value;
    this.file = file;
  }

  RawSetting(SettingSource source, String name, String value) {
    this(source, name, value, null);
  }

  /** Returns the setting as its source spells it. */
  String where() {
    return source.describe(name, file);
  }

  /** Returns the place of the setting; the value stays out. */
  @Override
  public String toString() {
    return where();
  }
}
