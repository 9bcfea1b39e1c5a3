// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.LeaseException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Events of a rotation that never arrived, or not wholly, because the JVM had no memory or no
 * thread left for them. Without their successor the rotation would wait for ever. Safe for many
 * threads.
 */
final class LostEvents {

  private final Rotation rotation;
  private volatile @Nullable Throwable fault;

  LostEvents(Rotation rotation) {
    this.rotation = rotation;
  }

  /** Notes that an event was lost. Needs no memory. */
  void add(Throwable cause) {
    fault = cause;
  }

  /**
   * Replaces the lost events by the news that they have failed. Call on the rotation's thread,
   * while no operation is under way.
   */
  void makeUp() {
    Throwable cause = fault;
    if (cause == null) {
      return;
    }
    LeaseException failure = RotationEffects.fault(cause);
    rotation.remind();
    switch (rotation.phase()) {
      case NEW:
        rotation.start();
        break;
      case FETCHING:
      case WAITING:
        rotation.fetchFailed(failure);
        break;
      case VALIDATING:
        rotation.validationFailed(new SQLException(failure), false);
        break;
      case RENEWING:
        rotation.renewFailed(failure);
        break;
      case CHECKING:
        rotation.checked();
        break;
      case SERVING:
        rotation.rotate(String.valueOf(failure.getMessage()));
        break;
      case CLOSED:
        break;
    }
    fault = null; // Not before: making up may fail as well, and is then done again.
  }
}
