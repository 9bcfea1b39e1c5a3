// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.sidecar.reload.ReloadAction;
import dev.leasehold.sidecar.reload.ReloadException;
import java.time.Duration;
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
  public NoticeResult send(long generation) throws InterruptedException {
    String failure = "";
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (!failure.isEmpty()) {
        LOG.debug("{}: {}", binding, failure);
      }
      try {
        action.reload();
        LOG.info("{}: {} acknowledged the change", binding, action);
        return NoticeResult.TOLD;
      } catch (ReloadException e) {
        failure = String.valueOf(e.getMessage());
      }
    }
    return NoticeResult.failed("The change is not acknowledged. " + failure);
  }

  @Override
  public Duration bound() {
    return action.bound().multipliedBy(attempts).plusSeconds(1);
  }
}
