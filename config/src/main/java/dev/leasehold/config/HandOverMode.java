// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** Which live connections of a retired generation are moved to new sessions. */
public enum HandOverMode {
  /** None. */
  OFF,
  /** Those that no pool is told to let go. */
  AUTO,
  /** All. */
  ALWAYS
}
