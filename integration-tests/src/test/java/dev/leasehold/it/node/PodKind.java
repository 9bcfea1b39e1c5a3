// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import dev.leasehold.it.Jars;
import java.nio.file.Path;

/** The program that gives a pod its credentials. */
enum PodKind {
  AGENT("agent", "orders"),
  SIDECAR("sidecar", "leasehold-sidecar");

  private static final String MANIFESTS =
      "integration-tests/src/test/resources/dev/leasehold/it/node/";

  private final String label;
  private final String container;

  PodKind(String label, String container) {
    this.label = label;
    this.container = container;
  }

  String label() {
    return label;
  }

  /** Returns the container in whose log Leasehold's lines are. */
  String container() {
    return container;
  }

  Path manifest() {
    return Jars.built(MANIFESTS + label + "-pod.yaml");
  }
}
