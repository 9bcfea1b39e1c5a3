// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.DENIED;
import static dev.leasehold.lease.LeaseException.Kind.GONE;
import static dev.leasehold.lease.LeaseException.Kind.INVALID;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import dev.leasehold.lease.LeaseException;

/** Names the meaning of an unsuccessful answer for a path, and the fix. */
final class ResponseFault {

  private static final String NOT_RENEWABLE = "lease is not renewable";

  /** The treatment of an answer that Vault itself does not give. */
  static final String NOT_VAULT =
      "check that VAULT_ADDR names Vault and nothing that changes its answers";

  private final VaultConnection connection;
  private final VaultRequest request;
  private final VaultResponse answer;
  private final String complaint;

  ResponseFault(VaultConnection connection, VaultRequest request, VaultResponse answer) {
    this.connection = connection;
    this.request = request;
    this.answer = answer;
    this.complaint = VaultErrors.of(answer, request);
  }

  LeaseException explain() {
    switch (answer.status()) {
      case 400:
        return refused();
      case 403:
        return denied();
      case 404:
        return absent();
      case 405:
        return fault(INVALID, "the path is not a path to read; check the path");
      default:
        return explainServer();
    }
  }

  /** Says why a login failed. */
  LeaseException explainLogin(VaultLogin login) {
    int status = answer.status();
    if (status == 400 || status == 403) {
      return fault(DENIED, LoginRefusal.explain(login, complaint));
    }
    if (status == 404) {
      return fault(
          INVALID, "no auth method is mounted there; check leasehold.auth.mount and the namespace");
    }
    return explainServer();
  }

  /** Names the bad or missing content of a successful answer, and the fix. */
  LeaseException explainContent(BadResponseException what, String next) {
    return new LeaseException(
        INVALID,
        "Vault answered "
            + answer.status()
            + " for "
            + request.path()
            + " with "
            + what.getMessage()
            + "; "
            + next
            + " (at "
            + connection
            + ")",
        null,
        answer.correlationId());
  }

  private LeaseException explainServer() {
    switch (answer.status()) {
      case 412:
        return fault(UNAVAILABLE, "the server is behind the state that was asked for");
      case 429:
        return fault(UNAVAILABLE, "too many requests, or a standby; check Vault's rate limits");
      case 472:
      case 473:
        return fault(UNAVAILABLE, "the server is a standby; point VAULT_ADDR at the active server");
      case 500:
        return internal();
      case 502:
      case 504:
        return fault(
            UNAVAILABLE, "a proxy or load balancer before Vault reached none; check its targets");
      case 501:
      case 503:
        return unready();
      default:
        return fault(
            answer.status() >= 500 ? UNAVAILABLE : INVALID,
            "not an answer that Vault gives there; check VAULT_ADDR and the path");
    }
  }

  /** Returns whether Vault has the lease, and does not renew it (vault/expiration.go). */
  static boolean isNotRenewable(LeaseException refusal) {
    return String.valueOf(refusal.getMessage()).contains(NOT_RENEWABLE);
  }

  private LeaseException refused() {
    if (complaint.contains("lease not found") || complaint.contains(NOT_RENEWABLE)) {
      return fault(GONE, "it does not know the lease, or no longer renews it");
    }
    if (complaint.contains("unknown role")) {
      return fault(INVALID, "no such role; check the role's name at the end of the path");
    }
    return fault(INVALID, "it refused the request; check the path and the role's configuration");
  }

  private LeaseException absent() {
    return fault(
        INVALID,
        complaint.contains("versioned K/V")
            ? "the path of a versioned key-value secret has data/ after the mount; write it so"
            : "nothing is there; check the path: the mount, creds or static-creds, and the name");
  }

  private LeaseException denied() {
    if (complaint.contains("invalid token") || complaint.contains("bad token")) {
      return fault(
          DENIED,
          "the token has ended or was revoked, which is no matter of its policy; log in anew");
    }
    String capability = request.method().equals("GET") ? "read" : "update";
    return fault(
        DENIED,
        "the token's policy lacks "
            + capability
            + " on it; add path \""
            + request.path()
            + "\" { capabilities = [\""
            + capability
            + "\"] } to a policy of the auth role");
  }

  private LeaseException internal() {
    boolean database =
        complaint.contains("dial")
            || complaint.contains("connect")
            || complaint.contains("database")
            || complaint.contains("SQLSTATE");
    return fault(
        UNAVAILABLE,
        database
            ? "Vault could not reach the database, or it refused Vault; check the database and"
                + " Vault's connection to it"
            : "an error inside Vault; look in Vault's log");
  }

  private LeaseException unready() {
    if (complaint.contains("sealed")) {
      return fault(UNAVAILABLE, "Vault is sealed; unseal it");
    }
    if (answer.status() == 501) {
      return fault(UNAVAILABLE, "Vault is not initialized; initialize and unseal it");
    }
    return fault(UNAVAILABLE, "Vault is not ready: sealed, or a standby without an active server");
  }

  private LeaseException fault(LeaseException.Kind kind, String meaning) {
    return new LeaseException(
        kind,
        "Vault answered "
            + answer.status()
            + " for "
            + request.path()
            + ": "
            + meaning
            + " (at "
            + connection
            + (complaint.isEmpty() ? "" : ", Vault says: " + complaint)
            + ")",
        null,
        answer.correlationId());
  }
}
