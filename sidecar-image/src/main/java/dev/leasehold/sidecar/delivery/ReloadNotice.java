// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.sidecar.reload.ReloadAction;
import dev.leasehold.sidecar.reload.ReloadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reload that the program acknowledges; asked for three times at most. */
public final class ReloadNotice implements ChangeNotice {

  /** How often the program is asked at most. */
  public static final int ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final String binding;
  private final ReloadAction action;
  private final int attempts;

  /** What was last said of it, so that it is not said at each try. For one thread. */
  private String told = "";

  private ReloadNotice(String binding, ReloadAction action, int attempts) {
    this.binding = binding;
    this.action = action;
    this.attempts = attempts;
  }

  /** Returns a notice that asks again where the action fails. */
  public static ReloadNotice repeating(String binding, ReloadAction action) {
    return new ReloadNotice(binding, action, ATTEMPTS);
  }

  /** Returns a notice of an action that asks again by itself. */
  public static ReloadNotice once(String binding, ReloadAction action) {
    return new ReloadNotice(binding, action, 1);
  }

  @Override
  public boolean send() throws InterruptedException {
    for (int attempt = 1; attempt <= attempts; attempt++) {
      try {
        action.reload();
        LOG.info("{}: {} acknowledged the change", binding, action);
        told = "";
        return true;
      } catch (ReloadException e) {
        tell(String.valueOf(e.getMessage()));
      }
    }
    return false;
  }

  private void tell(String failure) {
    if (failure.equals(told)) {
      LOG.debug("{}: {}", binding, failure);
    } else {
      LOG.error(
          "{}: the change is not acknowledged, so the previous lease is kept: {}",
          binding,
          failure);
    }
    told = failure;
  }
}
