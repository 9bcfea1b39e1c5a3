// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.cluster.ClusterPlace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which cluster is asked, as with {@code kubectl}. */
final class PlaceArguments {

  /** System property of slf4j-simple. TRACE would show tokens and Secrets. */
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

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

  @Option(
      names = {"-v", "--verbose"},
      description = "Logs the requests to the cluster to standard error.")
  private boolean verbose;

  /** Returns whether some option is given. */
  boolean areGiven() {
    return namespace != null || context != null || kubeconfig != null || verbose;
  }

  /** Returns whether a namespace is given. */
  boolean nameANamespace() {
    return namespace != null;
  }

  /** Returns the cluster that is meant. Requests to it are logged from now on, if at all. */
  ClusterPlace place() {
    if (verbose) {
      System.setProperty(LOG_LEVEL, "debug"); // Read when the first logger is made.
    }
    return new ClusterPlace(kubeconfig, context, namespace);
  }
}
