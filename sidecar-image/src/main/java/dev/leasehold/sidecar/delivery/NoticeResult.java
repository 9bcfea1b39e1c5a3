// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

/**
 * The result of a notice.
 *
 * @param kind in short
 * @param why why the program was not told, and the next step; empty where it was
 */
public record NoticeResult(NoticeKind kind, String why) {

  /** The outcome of a notice, in short. */
  public enum NoticeKind {
    /** The program was told of the generation, and acknowledged it where that is asked for. */
    TOLD,
    /** No program is seen. It may not run, or may run where the sidecar cannot see it. */
    UNSEEN,
    /** The program is there and could not be told, or did not acknowledge. */
    FAILED
  }

  /** The program was told. */
  public static final NoticeResult TOLD = new NoticeResult(NoticeKind.TOLD, "");

  static NoticeResult unseen(String why) {
    return new NoticeResult(NoticeKind.UNSEEN, why);
  }

  static NoticeResult failed(String why) {
    return new NoticeResult(NoticeKind.FAILED, why);
  }

  /** Returns whether the previous credential is needed only until the drain time is over. */
  public boolean isTold() {
    return kind == NoticeKind.TOLD;
  }
}
