// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import java.time.Duration;

/** Runs trials of credentials, and passes their answers on. */
interface ProbeRunner {

  /** Runs a task on the rotation's thread. */
  void tell(Runnable event);

  /** Runs a task on the rotation's thread after a delay, beside any other. */
  void tellIn(Duration delay, Runnable event);

  /**
   * Runs a task that asks a target. Tasks for other targets run beside it; it runs after earlier
   * tasks for its target.
   *
   * @param awaited whether the rotation waits for the task; where it does not and the target is
   *     being asked, the task is not run
   */
  void tryOut(Target target, Runnable trial, boolean awaited);
}
