// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.util.Locale;

/**
 * The fix for a refused login, found by Vault's words. Knows the words of Vault 1.21's jwt,
 * kubernetes (plugin 0.23) and approle methods. The message shows them, too.
 */
final class LoginRefusal {

  private LoginRefusal() {}

  static String explain(VaultLogin login, String complaint) {
    String text = complaint.toLowerCase(Locale.ROOT);
    String role = "the auth role " + login.role();
    if (text.contains("audience") || text.contains("aud claim")) {
      return "the login token's audience is not the audience that "
          + role
          + " wants; project the token with that audience";
    }
    if (text.contains("namespace not authorized")) {
      return role + " is not for the pod's namespace; add it to bound_service_account_namespaces";
    }
    if (text.contains("service account name not authorized")) {
      return role + " is not for the pod's service account; add it to bound_service_account_names";
    }
    if (text.contains("missing secret_id")) {
      return "the role wants a secret id; name the file that holds it in " + login.source();
    }
    if (text.contains("secret id")) {
      return "the role id or the secret id is unknown, used up or expired; renew " + login.source();
    }
    if (text.contains("expired")) {
      return "the login token has expired; check that " + login.source() + " is kept fresh";
    }
    if (text.contains("invalid role name") || text.contains("could not be found")) {
      return role + " does not exist; check leasehold.auth.role";
    }
    return explainToken(login, text);
  }

  private static String explainToken(VaultLogin login, String text) {
    String role = "the auth role " + login.role();
    if (text.contains("(sub) claim") || text.contains("claim \"sub\"")) {
      return "the login token is of a service account or namespace that "
          + role
          + " is not bound to. Check bound_subject and the pod's service account";
    }
    if (text.contains("token signature") && text.contains("no known key")) {
      return "the login token is signed by an issuer that the auth method does not know; check"
          + " leasehold.auth.mount and the keys configured there";
    }
    if (text.contains("three parts") || text.contains("malformed")) {
      return login.source() + " does not hold a JSON Web Token; check the program that writes it";
    }
    return "the login was refused; " + login.advice();
  }
}
