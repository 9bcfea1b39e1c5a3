// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;

/** Says why a connection is refused for which it cannot be told where it leads. */
final class UncertainTargetMessage {

  private UncertainTargetMessage() {}

  static UncertainTargetException of(BindingSettings binding, Targets targets) {
    String setting = binding.urlSetting();
    return new UncertainTargetException(
        binding.name(),
        "binding " + binding.name() + ": " + what(targets, setting) + ", or set * for all");
  }

  private static String what(Targets targets, String setting) {
    if (targets.detours().isEmpty()) {
      return "the hosts of the URL cannot be read with certainty, so the connection may lead"
          + " elsewhere than "
          + setting
          + " says. Write its hosts plainly, as in host:port,host:port, or leave them open in the"
          + " pattern, as in jdbc:driver:*";
    }
    boolean one = targets.detours().size() == 1;
    return (one ? "parameter " : "parameters ")
        + targets.detourNames()
        + " may lead the connection elsewhere than "
        + targets
        + ". If that is meant, name "
        + (one ? "it with its value" : "them with their values")
        + " in the query of "
        + setting
        + (targets.isReadable()
            ? ""
            : ". Where the pattern names hosts, leave the hosts open, as in jdbc:driver:*");
  }
}
