// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

/** How a program hears that its file has changed. May take as long as its time-outs allow. */
@FunctionalInterface
public interface ChangeNotice {

  /** A program that looks at the file by itself. */
  ChangeNotice NONE = () -> true;

  /**
   * Tells the program.
   *
   * @return whether the previous credential is needed only until the drain time is over: the
   *     program was told and acknowledged it where that is asked for, or is not running
   */
  boolean send() throws InterruptedException;

  /**
   * Says in the log whether the program could be told now, without telling it.
   *
   * @return false where that cannot be known yet, as it is not running
   */
  default boolean preflight() {
    return true;
  }

  /** Returns a notice that is this one and then another, which is sent only if this one was. */
  default ChangeNotice then(ChangeNotice next) {
    ChangeNotice before = this;
    return new ChangeNotice() {
      @Override
      public boolean send() throws InterruptedException {
        return before.send() && next.send();
      }

      @Override
      public boolean preflight() {
        return before.preflight() && next.preflight();
      }
    };
  }
}
