// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a command asks, and the user that it asks as.
 *
 * @param kubeconfig the client configuration; null for that of {@code KUBECONFIG}, of the home
 *     folder or of the pod that the command runs in
 * @param context the context of the client configuration; null for its current context
 * @param namespace the namespace of objects that name none; null for that of the context
 */
public record ClusterPlace(
    @Nullable Path kubeconfig, @Nullable String context, @Nullable String namespace) {}
