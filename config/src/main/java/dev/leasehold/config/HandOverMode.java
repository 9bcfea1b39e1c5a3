// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The choice of live connections of a retired generation that are moved to new sessions. */
public enum HandOverMode {
  /** None. */
  OFF,
  /** Connections that no pool is told to let go. */
  AUTO,
  /** All. */
  ALWAYS
}
