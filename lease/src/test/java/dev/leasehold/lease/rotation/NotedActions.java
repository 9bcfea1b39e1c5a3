// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import java.time.Duration;

/** Orders that keep a log of the events, for the failure of a test to show. */
abstract class NotedActions implements RotationActions {

  private final StringBuilder notes = new StringBuilder();

  /** Returns the begin of a note. */
  abstract String moment();

  /** Takes a note, unless there is nothing to say. */
  final void note(String what) {
    if (!what.isEmpty()) {
      notes.append("\n  ").append(moment()).append(": ").append(what);
    }
  }

  /** Returns all notes, each on a line of its own. */
  final String noted() {
    return notes.toString();
  }

  @Override
  public void caughtUp(LeasedGeneration generation, Target target) {
    note(target.host() + " caught up with " + generation.number());
  }

  @Override
  public void drained(LeasedGeneration generation) {}

  @Override
  public void renewed(LeasedGeneration generation) {}

  @Override
  public void failed(String what, Exception cause, Duration retryIn) {
    note(what + " failed: " + cause.getMessage() + ", again in " + retryIn.toMillis());
  }
}
