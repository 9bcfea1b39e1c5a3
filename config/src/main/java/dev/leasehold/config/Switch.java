// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** What is done unless it is switched off. */
enum Switch {
  ON,
  OFF
}
