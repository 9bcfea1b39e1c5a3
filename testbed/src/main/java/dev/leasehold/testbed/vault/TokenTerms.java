// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.vault;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The terms of the tokens that an auth role gives out.
 *
 * @param policies the policies on them; Vault's default policy is not added
 * @param ttl how long a token lives without renewal
 * @param maxTtl how long a token can be kept alive
 */
public record TokenTerms(List<String> policies, Duration ttl, Duration maxTtl) {
  public TokenTerms {
    policies = List.copyOf(policies);
  }

  /** One policy, 1 h, renewable up to 24 h. */
  public static TokenTerms of(String policy) {
    return new TokenTerms(List.of(policy), Duration.ofHours(1), Duration.ofHours(24));
  }

  Map<String, Object> asFields() {
    return VaultApi.fields(
        "token_policies",
        policies,
        "token_no_default_policy",
        true,
        "token_ttl",
        DatabaseEngine.seconds(ttl),
        "token_max_ttl",
        DatabaseEngine.seconds(maxTtl));
  }
}
