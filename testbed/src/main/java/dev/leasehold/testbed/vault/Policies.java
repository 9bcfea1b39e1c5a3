// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.SourceTree;
import java.util.Map;

/**
 * The policy in {@code deploy/vault}, as it is for the role {@code orders}, and with another role's
 * name in its place.
 */
final class Policies {
  private static final String EXAMPLE = "database/creds/orders";

  private Policies() {}

  static String write(VaultApi api, String databaseRole) {
    String example = SourceTree.read("deploy/vault/app-policy.hcl");
    String policy = example.replace(EXAMPLE, "database/creds/" + databaseRole);
    String name = "app-" + databaseRole;
    api.write("sys/policies/acl/" + name, Map.of("policy", policy));
    return name;
  }
}
