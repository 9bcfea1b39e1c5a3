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
   * Returns the first eight hexadecimal digits of the SHA-256 of the lease's identifier in UTF-8.
   * They tell leases apart in logs and sessions, and are of no use to revoke a lease.
   */
  String fingerprint();

  /** Returns the credential, the same for the whole generation. */
  Credential credential();

  /**
   * Returns the time for which a connection of this generation may still be used at {@code now}. It
   * is the rest of the lease less the margin; zero when the connection may not be used.
   */
  Duration usableFor(ClockReading now);

  /**
   * Returns whether {@link #usableFor} leaves any time. Every connect asks: it allocates nothing.
   */
  boolean isUsable(ClockReading now);

  /**
   * Returns the time for which a connection may be used that was borrowed right before the
   * generation was retired. It is the rest of the lease at that time, less the margin. Null if the
   * generation is not retired.
   */
  @Nullable Duration usableOnceRetired();

  /**
   * Returns whether a later generation has taken this generation's place, or its lease has ended.
   */
  boolean isRetired();

  /**
   * Returns whether its connections go all at once. Its role may be gone, rejected by the database
   * or lost to Vault, or the generation after the next waits for its place.
   */
  boolean isExpedited();

  /**
   * Returns whether its role may be gone before the end of its lease. The database rejected it,
   * Vault lost its lease, or its lease is ended early. A generation whose place another merely
   * waits for keeps its role.
   */
  boolean mayBeGone();

  /**
   * Returns whether its connections go all at once when it is retired, and take no turns. It is
   * expedited, or another program made its credential and may revoke it once the next generation is
   * there.
   */
  boolean goesAtOnce();

  /**
   * Returns whether connections to this target stay, and are opened, although the generation is
   * retired: the target does not take the next generation yet. Cheap.
   */
  boolean isInUseAt(Target target);

  /**
   * Says that no connection of a retired generation is open. Returns whether the generation has
   * ended. It has not while it is held for a target before its own deadline, as more connections
   * may be opened there.
   */
  boolean drain(ClockReading now);

  /** Returns when the generation's credential was made. */
  ClockReading bornAt();

  /**
   * Returns the whole length of the lease, from its first grant on. Null while each renewal is as
   * long as the first grant, so that no maximum is known.
   */
  @Nullable Duration maximum();
}
