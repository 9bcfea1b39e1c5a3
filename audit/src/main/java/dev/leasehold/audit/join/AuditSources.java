// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.LogInput;
import java.util.List;

/**
 * The inputs by their kinds; each list may be empty.
 *
 * @param vaultAudit entries of an audit device
 * @param vaultServer the server's own log
 * @param postgres jsonlog or csvlog
 * @param kubernetes saved pods and events
 */
public record AuditSources(
    List<LogInput> vaultAudit,
    List<LogInput> vaultServer,
    List<LogInput> postgres,
    List<LogInput> kubernetes) {

  /** Copies what can change. */
  public AuditSources {
    vaultAudit = List.copyOf(vaultAudit);
    vaultServer = List.copyOf(vaultServer);
    postgres = List.copyOf(postgres);
    kubernetes = List.copyOf(kubernetes);
  }
}
