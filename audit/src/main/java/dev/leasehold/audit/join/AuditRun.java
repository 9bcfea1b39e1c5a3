// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.FingerprintKey;
import java.security.SecureRandom;

/**
 * One reading of inputs. Rows of several readings can be joined if their keys are the same and
 * their numbers are not.
 *
 * @param key of the fingerprints
 * @param number any
 */
record AuditRun(FingerprintKey key, int number) {

  /** Entries of a run have numbers up to {@code 2^48}, and runs of one number may meet in them. */
  private static final int RUN_BITS = 15;

  private static final int INPUT_BITS = 12;
  private static final int ENTRY_BITS = 36;

  static AuditRun alone() {
    return new AuditRun(FingerprintKey.random(), 0);
  }

  static AuditRun oneOfMany(FingerprintKey key) {
    return new AuditRun(key, new SecureRandom().nextInt(Integer.MAX_VALUE));
  }

  /** Returns the number of an input's first entry; an input has fewer than 2^36 of them. */
  long firstEntry(int input) {
    long run = number & (1 << RUN_BITS) - 1;
    return (run << INPUT_BITS) + input << ENTRY_BITS;
  }

  /** Returns the number of a saved list of objects. */
  long snapshot(int input) {
    return ((long) number << Integer.SIZE) + input + 1;
  }
}
