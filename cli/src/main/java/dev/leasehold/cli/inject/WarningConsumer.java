// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Takes warnings for the reader of a manifest. */
interface WarningConsumer {

  /** Takes a warning about a node; null is the whole pod. */
  void accept(String warning, @Nullable YamlNode node);
}
