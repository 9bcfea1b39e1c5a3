// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import java.time.Duration;

/** A notice to a program that its file has changed. For one thread. */
@FunctionalInterface
public interface ChangeNotice {

  /**
   * A program that looks at the file by itself. The image's archive takes no interface's lambda.
   */
  ChangeNotice NONE =
      new ChangeNotice() {
        @Override
        public NoticeResult send(long generation) {
          return NoticeResult.TOLD;
        }
      };

  /**
   * Tells the program of a generation, except its processes that were told of it before.
   *
   * @throws InterruptedException when the thread is interrupted, as it is after {@link #bound}
   */
  NoticeResult send(long generation) throws InterruptedException;

  /** Returns the longest time for {@link #send}, all tries included. */
  default Duration bound() {
    return Duration.ofSeconds(15);
  }

  /**
   * Says in the log whether the program could be told now, without telling it.
   *
   * @return false where that cannot be known yet, as it is not running
   */
  default boolean preflight() {
    return true;
  }

  /**
   * Returns a notice that is this notice and then another, which is sent only if this notice was.
   */
  default ChangeNotice then(ChangeNotice next) {
    ChangeNotice before = this;
    return new ChangeNotice() {
      @Override
      public NoticeResult send(long generation) throws InterruptedException {
        NoticeResult result = before.send(generation);
        return result.isTold() ? next.send(generation) : result;
      }

      @Override
      public Duration bound() {
        return before.bound().plus(next.bound());
      }

      @Override
      public boolean preflight() {
        return before.preflight() && next.preflight();
      }
    };
  }
}
