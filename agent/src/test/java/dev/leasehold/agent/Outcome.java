// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

/** The exit code and the output of a JVM that has ended. */
record Outcome(int exitCode, String out, String err) {

  /** Returns standard error without the line with which a JVM names the options it picked up. */
  String ownErr() {
    return err.replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS: .*\\R", "");
  }
}
