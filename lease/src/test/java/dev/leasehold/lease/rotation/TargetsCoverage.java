// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.util.EnumSet;
import java.util.Set;

/** Which situations the histories of several targets have met. */
final class TargetsCoverage {

  /** What a history is to meet, of what targets do and what is done about it. */
  enum Situation {
    /** A replica knows what the primary did some time later. */
    LAGS,
    /** A replica is set back to an earlier time, and knows roles no more that it knew. */
    IS_RESTORED,
    DIES,
    COMES_BACK,
    /** It is logged in to by a driver whose logins cannot be repeated. */
    CANNOT_BE_ASKED,
    /** It rejects a credential that another target takes. */
    REJECTS_WHAT_ANOTHER_TAKES,
    /** A login is made with a generation that is current no more. */
    IS_SERVED_BY_THE_ONE_BEFORE,
    /** Connects wait for a generation, at this target alone. */
    WAITS,
    /** Connects are refused at once, at this target alone: the breaker of one target. */
    IS_REFUSED_ALONE,
    /** Connects are refused at once at every target that rejects, as none takes the credential. */
    ALL_ARE_REFUSED,
    CATCHES_UP,
    /** It lost a credential that others take still, and a new one is fetched for it. */
    LOSES_A_CREDENTIAL,
    /** A generation without a connection is not given back, as a target needs it. */
    REVOCATION_WAITS,
    /** The deadline of a lease ends the wait for a target. */
    DEADLINE_ENDS_THE_WAIT,
    /** No target could be asked about a new credential, and it was published nevertheless. */
    PUBLISHED_UNTRIED,
    /** The fetches of a minute are used up. */
    FETCHES_ARE_LIMITED,
  }

  private final Set<Situation> met = EnumSet.noneOf(Situation.class);

  void meet(Situation situation) {
    met.add(situation);
  }

  void meetIf(boolean is, Situation situation) {
    if (is) {
      met.add(situation);
    }
  }

  /** Returns those that were met. */
  Set<Situation> met() {
    return met;
  }
}
