// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Targets;
import java.time.Duration;

/** The servers of a binding without {@code leasehold.url}, of which nobody is told. */
final class UntoldSelfBinding {

  private UntoldSelfBinding() {}

  /** Makes it for the binding {@code orders}. */
  static SelfBinding of(Duration patience, LeaseClock clock) {
    SelfBindingListener nobody =
        new SelfBindingListener() {
          @Override
          public void bound(String binding, String setting, String url, Targets servers) {}

          @Override
          public void leftAlone(
              String binding, String setting, String url, Targets servers, Targets elsewhere) {}
        };
    return new SelfBinding("orders", "leasehold.url", patience, clock, nobody);
  }
}
