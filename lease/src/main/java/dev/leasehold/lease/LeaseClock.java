// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

/**
 * The source of time. Injected everywhere, so that tests own it.
 *
 * <p>Both readings are needed: the monotonic clock stands still while a machine is suspended, the
 * wall clock jumps when it is set.
 */
public interface LeaseClock {

  /** Returns nanoseconds from a fixed but arbitrary origin, never going back. */
  long nanos();

  /** Returns milliseconds since 1970-01-01T00:00:00Z, as the machine believes now. */
  long wallMillis();

  /** Returns both readings as one value. */
  default ClockReading now() {
    return new ClockReading(nanos(), wallMillis());
  }

  /** Returns the JVM's own clocks. */
  static LeaseClock system() {
    return SystemLeaseClock.INSTANCE;
  }
}
