// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a pod, or that a reader should know.
 *
 * @param message what it is, and what to do
 * @param node what it is about; null for what the whole pod or container is about
 */
record InjectionProblem(String message, @Nullable YamlNode node) {

  /** Returns the same of a container, which is the place of what has none of its own. */
  InjectionProblem in(PodTemplate.Container container) {
    return new InjectionProblem(
        "container " + container.name() + ": " + message, node == null ? container.node() : node);
  }
}
