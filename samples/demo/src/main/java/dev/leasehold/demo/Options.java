// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.util.List;

/**
 * The options of the command line.
 *
 * @param kubernetes a real Kubernetes API server and Vault's Kubernetes auth, in place of {@code
 *     jwt} auth
 * @param sidecar a Python program and the sidecar, in place of a JVM with the agent
 * @param keep leave everything running at the end
 * @param brief one rotation and no outage
 * @param observe Prometheus beside it, and a picture of the run
 * @param agent the agent's jar, by its path from the project's folder
 */
record Options(
    boolean kubernetes,
    boolean sidecar,
    boolean keep,
    boolean brief,
    boolean observe,
    String agent) {

  /** The jar that the build makes. */
  static final String BUILT_AGENT = "agent/target/leasehold-agent.jar";

  private static final List<String> ALL =
      List.of("--kubernetes", "--sidecar", "--keep", "--short", "--observe");

  private static final String AGENT = "--agent=";

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException on an unknown option, which the message names
   */
  static Options parse(List<String> arguments) {
    String agent = BUILT_AGENT;
    for (String argument : arguments) {
      if (argument.startsWith(AGENT)) {
        agent = argument.substring(AGENT.length());
      } else if (!ALL.contains(argument)) {
        throw new IllegalArgumentException("unknown option " + argument);
      }
    }
    return new Options(
        arguments.contains("--kubernetes"),
        arguments.contains("--sidecar"),
        arguments.contains("--keep"),
        arguments.contains("--short"),
        arguments.contains("--observe"),
        agent);
  }
}
