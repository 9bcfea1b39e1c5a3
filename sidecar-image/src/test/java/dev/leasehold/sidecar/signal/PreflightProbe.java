// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import dev.leasehold.config.Signal;
import java.io.IOException;

/**
 * Prints the facts that a process of another user or namespace finds out about a process. Or waits
 * for a signal as a JVM whose program has no handler.
 */
final class PreflightProbe {

  private PreflightProbe() {}

  /** Sends the signal as well where that is asked for and the preflight has no objection. */
  public static void main(String[] arguments) throws IOException, SignalException {
    if (arguments[0].equals("wait")) {
      System.out.println("ready");
      int ignored = System.in.read();
      return;
    }
    long pid = Long.parseLong(arguments[0]);
    Signal signal = Signal.valueOf(arguments[1]);
    SignalPreflight.Result result = new SignalPreflight().check(pid, signal);
    if (result.isDeliverable() && arguments[2].equals("send")) {
      Signaller.ofThisJvm().send(ProcessTable.at(pid).orElseThrow(), signal);
    }
    System.out.println(result.verdict() + ": " + result.message());
  }
}
