// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

/**
 * An anomaly that is planted in a history. Each name begins with the code of the finding that it is
 * to cause.
 */
enum Anomaly {
  LA01,
  LA02,
  LA03,
  LA04,
  LA05,
  LA06,
  LA07,
  LA08,
  LA09,
  LA10,
  LA11,
  LA12,
  LA13,

  /** A pod that Leasehold was added to, and that has taken no lease yet. */
  LA11_UNLEASED,

  /** The same, for longer than a lease lives. */
  LA13_UNLEASED,

  /** Pods of a Job that fail one after the other, each with a lease of its own. */
  LA08_JOB,

  /** Somebody else takes a wrapped lease out before its pod does. */
  LA15;

  /** Returns the code of the finding. */
  String code() {
    return name().substring(0, 4);
  }

  /** Returns whether the pod takes no lease. */
  boolean isUnleased() {
    return this == LA11_UNLEASED || this == LA13_UNLEASED;
  }
}
