// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.util.EnumSet;
import java.util.Set;

/** Which situations the histories of several targets have met. */
final class TargetsCoverage {

  /** The situations that a history is to meet: acts of targets, and the rotation's answers. */
  enum Situation {
    /** A replica knows the primary's roles some time later. */
    LAGS,
    /** A replica is set back to an earlier time, and knows roles no more that it knew. */
    IS_RESTORED,
    DIES,
    COMES_BACK,
    /** It is logged in to by a driver whose logins cannot be repeated. */
    CANNOT_BE_ASKED,
    /** Nor can the primary be asked. */
    PRIMARY_CANNOT_BE_ASKED,
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
    /** It lost a credential that others take still, and a new credential is fetched for it. */
    LOSES_A_CREDENTIAL,
    /** A generation without a connection is not given back, as a target needs it. */
    REVOCATION_WAITS,
    /**
     * It rejects a role that no target takes, is served by the generation before, and causes no
     * fetch.
     */
    IS_LATE_AND_SERVED_ALONE,
    /**
     * It gets the generation that it rejected with a connect once more, while the breaker waits.
     */
    IS_OFFERED_AGAIN_BY_THE_BREAKER,
    /** The deadline of a lease ends the wait for a target. */
    DEADLINE_ENDS_THE_WAIT,
    /** No target could be asked about a new credential, and it was published nevertheless. */
    PUBLISHED_UNTRIED,
    /** A new credential was published for a target that was not asked, while others reject it. */
    PUBLISHED_FOR_THE_UNASKED,
    /** All targets that were asked reject it, and the generation before was about to end. */
    PUBLISHED_THOUGH_REJECTED,
    /** The fetches of a minute are used up. */
    FETCHES_ARE_LIMITED,
  }

  /**
   * Words in the reason of a generation that was fetched for a target that lost the generation
   * before.
   */
  static final String LOSS = "rejects it now";

  private final Set<Situation> met = EnumSet.noneOf(Situation.class);

  void meet(Situation situation) {
    met.add(situation);
  }

  void meetIf(boolean is, Situation situation) {
    if (is) {
      met.add(situation);
    }
  }

  /** Takes note of the generation that a connect to a target will get. */
  void routed(LateTarget late) {
    boolean served = late.generation() != null;
    boolean alone = late.lacking() != null;
    boolean refused = late.refusal() != null;
    meetIf(!served && !refused && alone, Situation.WAITS);
    meetIf(!served && refused && alone, Situation.IS_REFUSED_ALONE);
    meetIf(!served && refused && !alone, Situation.ALL_ARE_REFUSED);
  }

  /** Takes note of why a generation is published. */
  void published(String reason) {
    meetIf(reason.contains(LOSS), Situation.LOSES_A_CREDENTIAL);
    meetIf(reason.contains("; untried: "), Situation.PUBLISHED_UNTRIED);
    meetIf(reason.contains("; late: "), Situation.PUBLISHED_FOR_THE_UNASKED);
    meetIf(reason.contains("; rejected so far: "), Situation.PUBLISHED_THOUGH_REJECTED);
  }

  /** Returns the situations that were met. */
  Set<Situation> met() {
    return met;
  }
}
