// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import dev.leasehold.testbed.kubernetes.JwtIssuer;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultApi;
import dev.leasehold.testbed.vault.VaultServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A client that logs in to Vault with a token of an issuer, and has the token's name there.
 *
 * @param vault where
 * @param issuer whose token
 * @param name the token's subject
 */
record Subject(VaultServer vault, JwtIssuer issuer, String name) {

  /** Logs in, and returns Vault's interface with a token that may lease a database role. */
  VaultApi logIn(String role) {
    TokenTerms terms = TokenTerms.of(vault.appPolicy(role));
    vault.jwt(issuer).role("by-subject", name, terms, Map.of());
    Map<String, String> login = Map.of("role", "by-subject", "jwt", token());
    String token =
        vault
            .api()
            .with("")
            .write("auth/jwt/login", login)
            .path("auth")
            .path("client_token")
            .asText();
    return vault.api().with(token);
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    return issuer.sign(
        Map.of("alg", "RS256", "typ", "JWT"),
        Map.of(
            "iss",
            issuer.name(),
            "sub",
            name,
            "aud",
            List.of(ServiceAccount.VAULT_AUDIENCE),
            "iat",
            now,
            "nbf",
            now,
            "exp",
            now + 600));
  }
}
