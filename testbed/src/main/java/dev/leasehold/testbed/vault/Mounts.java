// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import java.util.Map;

/** Secrets engines and auth methods, enabled once, each at the path of its type's name. */
final class Mounts {
  private Mounts() {}

  static void secrets(VaultApi api, String type) {
    if (!api.read("sys/mounts").path("data").has(type + "/")) {
      api.write("sys/mounts/" + type, Map.of("type", type));
    }
  }

  static void auth(VaultApi api, String type) {
    if (!api.read("sys/auth").path("data").has(type + "/")) {
      api.write("sys/auth/" + type, Map.of("type", type));
    }
  }
}
