// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.postgresql;

/** How PostgreSQL is stopped ("Shutting Down the Server" in its manual). */
public enum StopMode {
  /** Sessions are ended with 57P01, then an orderly shutdown. */
  FAST("INT"),
  /** A notice tells sessions of it, and they are closed; recovery at the next start. */
  IMMEDIATE("QUIT"),
  /**
   * SIGKILL to the postmaster, as when the machine is lost; sessions see their connection closed.
   */
  KILL("KILL");

  private final String signal;

  StopMode(String signal) {
    this.signal = signal;
  }

  String signal() {
    return signal;
  }
}
