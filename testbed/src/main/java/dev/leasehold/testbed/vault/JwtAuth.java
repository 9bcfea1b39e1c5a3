// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import java.util.List;
import java.util.Map;

/**
 * The {@code jwt} auth method, which verifies service-account tokens with the issuer's public key
 * and asks nobody.
 */
public final class JwtAuth {
  private final VaultApi api;

  private JwtAuth(VaultApi api) {
    this.api = api;
  }

  static JwtAuth at(VaultApi api, JwtIssuer issuer) {
    Mounts.auth(api, "jwt");
    api.write(
        "auth/jwt/config",
        Map.of(
            "jwt_validation_pubkeys", List.of(issuer.publicKey()),
            "bound_issuer", issuer.name()));
    return new JwtAuth(api);
  }

  /** A role for one service account, audience {@code vault}. */
  public void role(String name, ServiceAccount account, TokenTerms terms) {
    role(name, account.subject(), terms, Map.of());
  }

  /**
   * A role for one subject, audience {@code vault}.
   *
   * @param claimMappings names of claims, and the names that they have in the token's metadata
   */
  public void role(
      String name, String subject, TokenTerms terms, Map<String, String> claimMappings) {
    Map<String, Object> fields = terms.asFields();
    fields.put("role_type", "jwt");
    fields.put("user_claim", "sub");
    fields.put("bound_audiences", List.of(ServiceAccount.VAULT_AUDIENCE));
    fields.put("bound_subject", subject);
    fields.put("claim_mappings", claimMappings);
    api.write("auth/jwt/role/" + name, fields);
  }
}
