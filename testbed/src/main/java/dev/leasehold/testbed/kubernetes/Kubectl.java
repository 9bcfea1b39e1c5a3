// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kubectl} of the cluster's own version, as the administrator. Safe for many threads. */
public final class Kubectl {
  private final List<String> program;

  /**
   * A client of a cluster.
   *
   * @param namespace of objects that name none
   */
  public Kubectl(ControlPlane controlPlane, String namespace) {
    String kubernetes = ServerBuild.directory("kubernetes").resolve("kubernetes").toString();
    this.program =
        List.of(
            "timeout", // A test's own bound ends no process.
            "--kill-after=5",
            "300",
            kubernetes,
            "kubectl",
            "--kubeconfig=" + controlPlane.kubeconfig(),
            "--cache-dir=" + controlPlane.kubeconfig().resolveSibling("kubectl"),
            "--namespace=" + namespace);
  }

  /**
   * Runs it and gives its output, stripped.
   *
   * @throws dev.leasehold.testbed.TestBedException if its exit status is not 0
   */
  public String run(String... arguments) {
    return Command.run(Path.of("/"), command(arguments));
  }

  /** The command line, for a pipe. */
  public List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    return command;
  }
}
