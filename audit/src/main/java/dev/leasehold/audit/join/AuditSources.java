// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.PostgresPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The inputs by their kinds; each list may be empty.
 *
 * @param vaultAudit entries of an audit device
 * @param vaultServer the server's own log
 * @param postgres jsonlog, csvlog or text
 * @param postgresPrefix of logs in text; null for a known prefix
 * @param kubernetes saved pods and events
 * @param kubernetesAudit the API server's audit log
 * @param agents logs of processes and containers with an agent or a sidecar
 * @param live servers that are asked for their present state
 * @param hashes of accounts, for which Vault is asked once the others are read; null for none
 */
public record AuditSources(
    List<LogInput> vaultAudit,
    List<LogInput> vaultServer,
    List<LogInput> postgres,
    @Nullable PostgresPrefix postgresPrefix,
    List<LogInput> kubernetes,
    List<LogInput> kubernetesAudit,
    List<LogInput> agents,
    List<LiveInput> live,
    @Nullable AccountHashes hashes) {

  /** Copies the lists, which can change. */
  public AuditSources {
    vaultAudit = List.copyOf(vaultAudit);
    vaultServer = List.copyOf(vaultServer);
    postgres = List.copyOf(postgres);
    kubernetes = List.copyOf(kubernetes);
    kubernetesAudit = List.copyOf(kubernetesAudit);
    agents = List.copyOf(agents);
    live = List.copyOf(live);
  }

  /** Sources of which PostgreSQL's log is no text, and no server is asked. */
  public AuditSources(
      List<LogInput> vaultAudit,
      List<LogInput> vaultServer,
      List<LogInput> postgres,
      List<LogInput> kubernetes) {
    this(
        vaultAudit, vaultServer, postgres, null, kubernetes, List.of(), List.of(), List.of(), null);
  }
}
