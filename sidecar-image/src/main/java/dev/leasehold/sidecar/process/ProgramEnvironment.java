// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import java.util.Map;

/** The environment of the programs that the sidecar starts. */
public final class ProgramEnvironment {

  private ProgramEnvironment() {}

  /** Takes the sidecar's own settings out, the Vault token among them: they are no other's. */
  public static void hideSettings(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("VAULT_") || name.startsWith("LEASEHOLD_"));
  }
}
