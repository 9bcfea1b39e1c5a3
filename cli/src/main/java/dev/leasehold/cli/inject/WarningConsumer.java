// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import dev.leasehold.cli.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/** Takes what a reader of the manifest should know. */
interface WarningConsumer {

  /** Takes a warning; the node is what it is about, null for what the whole pod is about. */
  void accept(String warning, @Nullable YamlNode node);
}
