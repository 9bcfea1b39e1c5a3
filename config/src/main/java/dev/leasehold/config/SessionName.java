// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** What a session is called in the database's own lists, where the application gives it no name. */
enum SessionName {
  /** {@code leasehold/<pod>/<fingerprint of the lease>}. */
  STAMP,
  /** What the driver calls it. */
  OFF
}
