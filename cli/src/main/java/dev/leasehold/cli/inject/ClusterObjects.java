// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ConfigMaps and Secrets of a cluster, for one thread. */
@FunctionalInterface
public interface ClusterObjects {

  /**
   * Returns the values of an object by their keys.
   *
   * @param kind {@code ConfigMap} or {@code Secret}, whose values are returned decoded
   * @param namespace the namespace that the pod's manifest names; null where it names none
   * @return null where the cluster has no such object
   * @throws InjectionException when the user may not read it
   * @throws ClusterException when the cluster does not answer
   */
  @Nullable Map<String, String> values(String kind, @Nullable String namespace, String name)
      throws InjectionException;
}
