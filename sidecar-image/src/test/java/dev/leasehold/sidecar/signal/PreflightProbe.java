// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

/** Prints what a process of another user or namespace finds out of a process. */
final class PreflightProbe {

  private PreflightProbe() {}

  public static void main(String[] arguments) {
    SignalPreflight.Result result =
        new SignalPreflight().check(Long.parseLong(arguments[0]), Signal.parse(arguments[1]));
    System.out.println(result.verdict() + ": " + result.message());
  }
}
