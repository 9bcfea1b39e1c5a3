// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.observe.Log;
import dev.leasehold.signal.HangupHandler;
import java.util.List;

/** SIGHUP as an operator's request for the newest credential of each binding. */
final class HangupTrigger {

  private static final String UNHEARD =
      ", so Leasehold does not listen to SIGHUP (leasehold.sighup)";

  private final List<BindingRuntime> runtimes;
  private final Log log;

  HangupTrigger(List<BindingRuntime> runtimes, Log log) {
    this.runtimes = runtimes;
    this.log = log;
  }

  /** Puts the handler in, or says in one line why not. */
  void install() {
    String obstacle = HangupHandler.obstacle();
    if (obstacle != null) {
      log.info("this process " + obstacle + UNHEARD);
      return;
    }
    String refusal = HangupHandler.install(this::hangUp);
    if (refusal == null) {
      log.debug("listens to SIGHUP");
    } else {
      log.info("this JVM " + refusal + UNHEARD);
    }
  }

  /** Its exception would reach the JVM's own thread. */
  private void hangUp() {
    log.info("SIGHUP: reads each file with credentials, and rotates the credentials from Vault");
    for (BindingRuntime runtime : runtimes) {
      try {
        boolean ignored = runtime.refresh("SIGHUP");
      } catch (RuntimeException | Error fault) {
        log.warn(runtime.binding().name() + ": a fault at SIGHUP: " + fault);
      }
    }
  }
}
