// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The treatment of connections that match a binding. */
public enum Mode {
  /** Opens them with the leased credential. */
  INJECT,
  /** Leaves them alone and reports what it would have done. */
  OBSERVE,
  /** Does nothing at all; no other setting is looked at. */
  OFF
}
