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
  /** {@code kubectl get pods,events -o json}, or pods as the API server shows them now. */
  KUBERNETES("pods and events"),
  /** JSON lines of {@code audit.k8s.io/v1}. */
  KUBERNETES_AUDIT("the API server's audit log"),
  /** Logs of processes and containers with an agent or a sidecar. */
  AGENT("log lines of agents and sidecars"),
  /** {@code pg_stat_activity} and {@code pg_roles}, as they are now. */
  POSTGRESQL_LIVE("PostgreSQL's sessions and roles");

  private final String title;

  LogKind(String title) {
    this.title = title;
  }

  /** Returns how messages name it. */
  public String title() {
    return title;
  }
}
