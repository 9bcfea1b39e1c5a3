// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One credential's turn in a binding: every physical connection belongs to the generation it was
 * opened with. Numbers start at 1 and rise by one. Safe for many threads.
 *
 * <p>Identity is the object; {@link #lease()} changes as the lease is renewed.
 */
public interface Generation {

  /** Returns the name of the binding. */
  String binding();

  /** Returns the generation's number, from 1. */
  long number();

  /** Returns the lease as it was last renewed. */
  Lease lease();

  /**
   * Returns the first eight hexadecimal digits of the SHA-256 of the lease's identifier in UTF-8:
   * enough to tell leases apart where they are shown to others, and of no use to revoke one.
   */
  String fingerprint();

  /** Returns the credential, the same for the whole generation. */
  Credential credential();

  /**
   * Returns the time for which a connection of this generation may still be used at {@code now}:
   * what remains of the lease, less the margin; zero when it may not.
   */
  Duration usableFor(ClockReading now);

  /**
   * Returns whether {@link #usableFor} leaves any time. Every connect asks: it allocates nothing.
   */
  boolean isUsable(ClockReading now);

  /**
   * Returns for how long a connection may be used that was borrowed right before the generation was
   * retired: what was left of the lease then, less the margin. Null if it is not retired.
   */
  @Nullable Duration usableOnceRetired();

  /** Returns whether a later generation has taken this one's place, or its lease has ended. */
  boolean isRetired();

  /**
   * Returns whether its connections go all at once: its role may be gone, rejected by the database
   * or lost to Vault, or the next generation but one waits for its place.
   */
  boolean isExpedited();

  /**
   * Returns whether its connections go all at once when it is retired, and take no turns: because
   * it is expedited, or because another program made its credential, which may revoke it once the
   * next one is there.
   */
  boolean goesAtOnce();

  /**
   * Returns whether connections to this target stay, and are opened, although the generation is
   * retired: the target does not take the next one yet. Cheap.
   */
  boolean isInUseAt(Target target);

  /**
   * Says that nothing of a retired generation is open. Returns whether that is the end of it: not
   * while it is held for a target before its own deadline, as more may be opened there.
   */
  boolean drain(ClockReading now);

  /** Returns when the generation's credential was made. */
  ClockReading bornAt();

  /**
   * Returns how long the lease lasts in all, from its first grant on; null while renewals are as
   * long as the first grant, so that no maximum has shown itself.
   */
  @Nullable Duration maximum();
}
