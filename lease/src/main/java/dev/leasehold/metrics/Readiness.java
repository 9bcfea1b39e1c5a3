// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.Collections;
import java.util.List;

/** The answer whether a binding's connections are served, and the obstacle if not. Immutable. */
public final class Readiness {

  /** The state of a binding or of another part, by which a pod gets traffic. */
  public enum State {
    /**
     * No connection was asked for yet, so there is no lease; the first connection fetches a lease.
     */
    IDLE("idle"),
    /** Served. */
    READY("ready"),
    /** Served, while something fails that will end that if it goes on. */
    DEGRADED("degraded"),
    /** Not served. */
    NOT_READY("not ready");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /** Returns whether the pod may have traffic. */
    public boolean mayServe() {
      return this != NOT_READY;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final State state;
  private final List<String> reasons;

  /**
   * Makes a readiness.
   *
   * @param reasons why the state is not the best; no secret, and no name but that of an operation
   */
  public Readiness(State state, List<String> reasons) {
    this.state = state;
    this.reasons = Collections.unmodifiableList(reasons);
  }

  /** Returns the state. */
  public State state() {
    return state;
  }

  /** Returns state and reasons in one line. */
  @Override
  public String toString() {
    return reasons.isEmpty() ? state.toString() : state + ": " + String.join("; ", reasons);
  }
}
