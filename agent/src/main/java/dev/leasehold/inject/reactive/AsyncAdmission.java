// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * The wait until a binding without a URL knows its servers, for logins that must not block. All
 * logins to the same target share one thread. Safe for many threads.
 */
public final class AsyncAdmission {

  private final BlockingAdmission binding;
  private final SharedWaits<String, Boolean> waits = new SharedWaits<>();

  /** Waits for the answer of this admission. */
  public AsyncAdmission(BlockingAdmission binding) {
    this.binding = binding;
  }

  /**
   * Completes when it is worth asking {@link ReactiveBinding#admitsNow} again. The offer is kept
   * for a client that asks at once, on the completing thread. Fails as {@link
   * BlockingAdmission#admits} does.
   */
  public CompletableFuture<Boolean> turn(String url, Targets targets) {
    return waits.join(
        targets + " " + targets.detours(),
        () -> null,
        new SharedWaits.SharedWait<Boolean>() {
          @Override
          public Boolean end() throws SQLException, InterruptedException {
            return binding.admits(url, targets);
          }

          @Override
          public void told(Boolean admitted) {
            if (admitted) {
              binding.ended(targets); // A client that logs in has its own offer by now.
            }
          }
        });
  }
}
