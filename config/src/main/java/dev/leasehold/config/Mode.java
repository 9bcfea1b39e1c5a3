// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The treatment of connections that match a binding. */
public enum Mode {
  /** Opens them with the leased credential. */
  INJECT,
  /** Leaves them as the application configured them, and reports the matches. */
  OBSERVE,
  /** Does nothing at all; no other setting is looked at. */
  OFF
}
