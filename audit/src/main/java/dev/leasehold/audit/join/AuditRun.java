// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.FingerprintKey;
import java.security.SecureRandom;

/**
 * One reading of inputs. Rows of several readings can be joined if their keys are the same and
 * their numbers are not.
 *
 * @param key of the fingerprints
 * @param number below {@link #NUMBERS}
 */
record AuditRun(FingerprintKey key, int number) {

  static final int NUMBERS = 1 << 15;

  private static final int INPUT_BITS = 12;
  private static final int ENTRY_BITS = 36;

  static AuditRun alone() {
    return new AuditRun(FingerprintKey.random(), 0);
  }

  static AuditRun oneOfMany(FingerprintKey key) {
    return new AuditRun(key, new SecureRandom().nextInt(NUMBERS));
  }

  /** Returns the number of an input's first entry; an input has fewer than 2^36 of them. */
  long firstEntry(int input) {
    return ((long) number << INPUT_BITS | input) << ENTRY_BITS;
  }

  /** Returns the number of a saved list of objects. */
  long snapshot(int input) {
    return ((long) number << INPUT_BITS | input) + 1;
  }
}
