// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** The kinds of input. */
public enum LogKind {
  /** JSON lines of an audit device. */
  VAULT_AUDIT("Vault's audit log"),
  /** The server's own log. */
  VAULT_SERVER("Vault's server log"),
  /** jsonlog, csvlog or text. */
  POSTGRESQL("PostgreSQL's log"),
  /** {@code kubectl get pods,events -o json}. */
  KUBERNETES("saved pods and events"),
  /** JSON lines of {@code audit.k8s.io/v1}. */
  KUBERNETES_AUDIT("the API server's audit log");

  private final String title;

  LogKind(String title) {
    this.title = title;
  }

  /** Returns how messages name it. */
  public String title() {
    return title;
  }
}
