// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.cluster.KubernetesCluster;
import dev.leasehold.cli.inject.ClusterException;
import dev.leasehold.cli.inject.ClusterObjects;
import dev.leasehold.cli.inject.InjectionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say whether a cluster is asked, and which. For one thread. */
final class ClusterArguments implements ClusterObjects {

  @Option(
      names = "--cluster",
      description =
          "Reads ConfigMaps and Secrets that variables come from, and that the input does not have,"
              + " from the cluster.")
  private boolean cluster;

  @Mixin private PlaceArguments place = new PlaceArguments();

  private @Nullable KubernetesCluster connected;

  /**
   * Returns the cluster; null where none is to be asked.
   *
   * @throws CommandException when options for a cluster are given, and it is not to be asked
   */
  @Nullable ClusterObjects objects() throws CommandException {
    if (!cluster && place.areGiven()) {
      throw new CommandException(
          CommandExitCode.USAGE,
          "--namespace, --context, --kubeconfig and --verbose need --cluster");
    }
    return cluster ? this : null;
  }

  /** Connects at the first call: kubernetes-client's classes cost a second to load. */
  @Override
  public @Nullable Map<String, String> values(String kind, @Nullable String in, String name)
      throws InjectionException, ClusterException {
    if (connected == null) {
      connected = KubernetesCluster.at(place.place());
    }
    return connected.values(kind, in, name);
  }

  /** Ends the connection, if there is any. */
  void close() {
    if (connected != null) {
      connected.close();
    }
  }
}
