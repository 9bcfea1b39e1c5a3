// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.util.EnumSet;
import java.util.Set;

/**
 * The phase of a binding's rotation. The table of moves is the whole of the state machine; {@code
 * docs/lease-life.md} draws it and is tested against it.
 */
enum RotationPhase {
  /** Not started. */
  NEW,
  /** A new lease is being asked for. A current generation is in use, if there is any. */
  FETCHING,
  /**
   * A new lease is tried on the database before it is published. A current generation is in use, if
   * there is any.
   */
  VALIDATING,
  /** The current generation is in use and nothing is under way. */
  SERVING,
  /** The current lease is being renewed. */
  RENEWING,
  /**
   * The current credential is tried on the database because a connection failed as if its role were
   * gone.
   */
  CHECKING,
  /**
   * A fetch or a proof failed and is tried again later. A current generation is in use, if there is
   * any.
   */
  WAITING,
  /** Shut down: each lease that still arrives is revoked. */
  CLOSED;

  /** Returns whether an operation on the current generation is under way. */
  boolean isAboutCurrent() {
    return this == RENEWING || this == CHECKING;
  }

  /** Returns the phases that may follow this phase. */
  Set<RotationPhase> next() {
    switch (this) {
      case NEW:
        return EnumSet.of(FETCHING, CLOSED);
      case FETCHING:
        return EnumSet.of(VALIDATING, WAITING, CLOSED);
      case VALIDATING:
        return EnumSet.of(SERVING, WAITING, CLOSED);
      case SERVING:
        return EnumSet.of(FETCHING, RENEWING, CHECKING, WAITING, CLOSED);
      case RENEWING:
        return EnumSet.of(SERVING, FETCHING, VALIDATING, WAITING, CLOSED);
      case CHECKING:
        return EnumSet.of(SERVING, FETCHING, CLOSED);
      case WAITING:
        return EnumSet.of(FETCHING, VALIDATING, RENEWING, SERVING, CLOSED);
      case CLOSED:
        return EnumSet.noneOf(RotationPhase.class);
    }
    throw new AssertionError(this);
  }
}
