// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** A feature that is on unless a setting turns it off. */
enum Switch {
  ON,
  OFF
}
