// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * A fault of a pod, or a fact that a reader should know.
 *
 * @param message the fault or fact, and the fix
 * @param node the node that it is about; null where it is about the whole pod or container
 */
record InjectionProblem(String message, @Nullable YamlNode node) {

  /** Returns the same of a container, which is the place where the problem has none of its own. */
  InjectionProblem in(PodTemplate.Container container) {
    return new InjectionProblem(
        "container " + container.name() + ": " + message, node == null ? container.node() : node);
  }
}
