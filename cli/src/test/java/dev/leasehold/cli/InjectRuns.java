// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import java.util.ArrayList;
import java.util.List;

/** A test that runs {@code inject} on one pod, and reads the output of the last run. */
abstract class InjectRuns {

  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: orders
      spec:
        containers:
        - name: orders
          image: orders:1
      """;
  private static final List<String> SETTINGS =
      List.of(
          "--agent-image=agent:1",
          "--vault-addr=https://vault:8200",
          "--creds=database/creds/orders",
          "--role=orders");

  private CommandRun last = new CommandRun(0, "", "");

  /** Runs {@code inject} with settings that suffice for the pod, and returns its exit status. */
  final int inject(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("inject"));
    all.addAll(SETTINGS);
    all.addAll(List.of(arguments));
    return run(input, all.toArray(String[]::new));
  }

  /** Runs the command and returns its exit status. */
  final int run(String input, String... arguments) {
    last = CommandRun.of(input, arguments);
    return last.status();
  }

  /** Returns the standard output of the last run. */
  final String out() {
    return last.output();
  }

  /** Returns the report of the last run. */
  final String report() {
    return last.report();
  }
}
