// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.Signal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers of signals that this process gets. The JVM keeps SIGQUIT to itself. */
final class SignalHandlers {

  private SignalHandlers() {}

  /** Runs a task on a thread of its own each time, in place of the JVM's handler. */
  static void on(Signal signal, Runnable task) {
    try {
      sun.misc.Signal.handle(new sun.misc.Signal(signal.name()), got -> task.run());
    } catch (IllegalArgumentException takenByTheJvm) {
      SignalLog.LINES.debug("{} is left to the JVM: {}", signal, takenByTheJvm.getMessage());
    }
  }

  /** The log of signal handlers, made on first use, as the log's level is set by then. */
  private static final class SignalLog {
    private static final Logger LINES = LoggerFactory.getLogger("leasehold");
  }
}
