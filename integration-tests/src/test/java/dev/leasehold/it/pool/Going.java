// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

/** How a retired generation's last connection went. */
enum Going {
  /** The pool let it go, long before its lease ended. */
  EVICTED,
  /** The ledger aborted it at the end of its lease. */
  ABORTED
}
