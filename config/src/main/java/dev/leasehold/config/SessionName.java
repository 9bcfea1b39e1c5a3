// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The name of a session in the database's own lists, where the application gives none. */
enum SessionName {
  /** {@code leasehold/<pod>/<fingerprint of the lease>}. */
  STAMP,
  /** The name that the driver gives. */
  OFF
}
