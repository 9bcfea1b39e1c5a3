// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

/** What is planted in a history; each has the name of the finding that it is to cause. */
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
  LA13
}
