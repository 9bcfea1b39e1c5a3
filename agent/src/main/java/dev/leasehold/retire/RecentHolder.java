// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * The holder that one thread has opened connections for of late. An application without a pool
 * opens a connection for each piece of its work, the same way each time. To read the stack takes as
 * long as all else of a connect. A pool that is told is never taken for granted. For one thread.
 */
final class RecentHolder {

  /**
   * After so many connects to one target for one holder the next connects are taken for the same.
   */
  static final int USUAL = 8;

  /** So many in a row are, before the stack is read again. */
  static final int TAKEN = 15;

  private @Nullable Target target;
  private @Nullable ConnectionHolder holder;
  private int same;
  private int taken;

  /** Returns the holder of a connection to a target; null where the stack is to be read. */
  @Nullable ConnectionHolder of(Target to) {
    if (!to.equals(target) || same < USUAL || taken == TAKEN) {
      return null;
    }
    taken++;
    return holder;
  }

  /** Notes the holder on the stack; null where the stack has told none. */
  void read(Target to, @Nullable ConnectionHolder by) {
    boolean again = to.equals(target) && by == holder && by != null && !by.isTold();
    same = again ? Math.min(same + 1, USUAL) : 1;
    taken = 0;
    target = to;
    holder = by;
  }
}
