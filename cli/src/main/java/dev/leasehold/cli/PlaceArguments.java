// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.cluster.ClusterPlace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cluster is asked, as with {@code kubectl}. */
final class PlaceArguments {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace where none is named; that of the context unless given.")
  private @Nullable String namespace;

  @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig.")
  private @Nullable String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig; that of kubectl unless given.")
  private @Nullable Path kubeconfig;

  /** Returns whether some option is given. */
  boolean areGiven() {
    return namespace != null || context != null || kubeconfig != null;
  }

  /** Returns whether a namespace is given. */
  boolean nameANamespace() {
    return namespace != null;
  }

  ClusterPlace place() {
    return new ClusterPlace(kubeconfig, context, namespace);
  }
}
