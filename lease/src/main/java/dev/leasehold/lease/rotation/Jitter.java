// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.util.Random;

/**
 * The numbers that set one process apart from the others of its fleet. One number is a fraction
 * that stays the same for its identity. So a thousand pods that started in one second do not renew
 * in one second. The other is a sequence for back-off. Safe for many threads.
 */
public final class Jitter {

  private final double fraction;
  private final Random sequence;

  private Jitter(long seed) {
    this.sequence = new Random(seed);
    this.fraction = sequence.nextDouble();
  }

  /** Returns the jitter of an identity, such as a pod's UID or a host name with a process id. */
  public static Jitter of(String identity) {
    long seed =
        1125899906842597L; // String.hashCode's recurrence, in 64 bits: 32 collide in a fleet.
    for (int i = 0; i < identity.length(); i++) {
      seed = 31 * seed + identity.charAt(i);
    }
    return new Jitter(mixed(seed));
  }

  /**
   * Lets each bit change all others, with the last steps of MurmurHash3. A {@code Random} begins
   * with nearly the same number where two seeds are near, and two process ids are near.
   */
  private static long mixed(long seed) {
    long first = (seed ^ seed >>> 33) * 0xff51afd7ed558ccdL;
    long second = (first ^ first >>> 33) * 0xc4ceb9fe1a85ec53L;
    return second ^ second >>> 33;
  }

  /** Returns this identity's fraction, from 0 to below 1; always the same. */
  double fraction() {
    return fraction;
  }

  /** Returns the next number of the sequence, from 0 to below 1. */
  double next() {
    return sequence.nextDouble();
  }
}
