// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Targets;
import java.util.List;
import java.util.function.Consumer;

/**
 * A listener for matched connects that fail; it is called once for each. Called on the thread that
 * connects, or on one of Leasehold's for a reactive connect; must return soon.
 */
public interface ConnectListener {

  /** A database rejected the credential of a connect, which may then get another credential. */
  default void rejected(String binding, Targets targets) {}

  /**
   * A connect was refused. There is no valid lease for it, it may lead elsewhere than the binding
   * is for, or a fault of Leasehold's has ended it.
   *
   * @param why the text that the application gets; holds no secret
   */
  default void refused(String binding, Targets targets, String why) {}

  /** Returns a listener that tells others, in order; an exception of theirs is dropped. */
  static ConnectListener of(List<ConnectListener> others) {
    return new ConnectListener() {
      @Override
      public void rejected(String binding, Targets targets) {
        each(other -> other.rejected(binding, targets));
      }

      @Override
      public void refused(String binding, Targets targets, String why) {
        each(other -> other.refused(binding, targets, why));
      }

      private void each(Consumer<ConnectListener> event) {
        for (ConnectListener other : others) {
          try {
            event.accept(other);
          } catch (Throwable fault) {
            // The application is to get its own answer.
          }
        }
      }
    };
  }
}
