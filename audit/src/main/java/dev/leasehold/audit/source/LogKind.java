// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

/** The kinds of input. */
public enum LogKind {
  /** JSON lines of an audit device. */
  VAULT_AUDIT("Vault's audit log"),
  /** The server's own log. */
  VAULT_SERVER("Vault's server log"),
  /** jsonlog or csvlog. */
  POSTGRESQL("PostgreSQL's log"),
  /** {@code kubectl get pods,events -o json}. */
  KUBERNETES("saved pods and events");

  private final String title;

  LogKind(String title) {
    this.title = title;
  }

  /** Returns how messages name it. */
  public String title() {
    return title;
  }
}
