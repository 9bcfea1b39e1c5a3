package dev.leasehold.vault;

/**
 * Vault's words for a refused login, made into what to change. The words are those of Vault 1.21's
 * jwt, kubernetes (plugin 0.23) and approle methods; the plain ones are shown beside.
 */
final class LoginRefusal {

  private LoginRefusal() {}

  static String explain(VaultLogin login, String complaint) {
    String text = complaint.toLowerCase(java.util.Locale.ROOT);
    String role = "the auth role " + login.role();
    if (text.contains("audience") || text.contains("aud claim")) {
      return "the login token's audience is not the one that "
          + role
          + " wants; project the token with that audience";
    }
    if (text.contains("namespace not authorized")) {
      return role + " is not for the pod's namespace; add it to bound_service_account_namespaces";
    }
    if (text.contains("service account name not authorized")) {
      return role + " is not for the pod's service account; add it to bound_service_account_names";
    }
    if (text.contains("expired")) {
      return "the login token has expired; check that " + login.source() + " is kept fresh";
    }
    if (text.contains("role") && (text.contains("invalid role") || text.contains("not be found"))) {
      return role + " does not exist; check leasehold.auth.role";
    }
    if (text.contains("secret id") || text.contains("secret_id")) {
      return "the secret id is unknown, used up or expired; renew " + login.source();
    }
    return "the login was refused; " + login.advice();
  }
}
