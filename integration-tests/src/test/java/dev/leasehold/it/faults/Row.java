// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.it.Tally;

/**
 * The counts of one process from just before a fault until it was healthy again.
 *
 * @param pastDeadline the most sessions in PostgreSQL at once, of all processes, that were past
 *     their deadline
 * @param rolesLeft roles of the matrix in PostgreSQL that nobody uses and that did not go in time
 */
record Row(
    String fault,
    Way way,
    long queries,
    long failed,
    long longestPauseMillis,
    long pastDeadline,
    long rolesLeft) {

  static Row of(Fault fault, Way way, Tally tally, long pastDeadline, long rolesLeft) {
    return new Row(
        fault.name(),
        way,
        tally.queries(),
        tally.failed(),
        tally.longestPauseMillis(),
        pastDeadline,
        rolesLeft);
  }
}
