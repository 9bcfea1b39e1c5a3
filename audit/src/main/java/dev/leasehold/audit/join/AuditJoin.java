// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.KubernetesReader;
import dev.leasehold.audit.source.LineReader;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogReading;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.PostgresReader;
import dev.leasehold.audit.source.RoleName;
import dev.leasehold.audit.source.VaultAuditReader;
import dev.leasehold.audit.source.VaultServerReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the inputs into the tables of a question, and joins them. */
public final class AuditJoin {

  private AuditJoin() {}

  /**
   * What the question is about.
   *
   * @param name of a role, a pod or a lease; null for none
   * @param at milliseconds since 1970; null for none
   * @param usernameHash the hash by which the audit log knows the role; null if it is not known
   */
  public record Subject(@Nullable String name, @Nullable Long at, @Nullable String usernameHash) {}

  /** Reads and joins. Returns how many lines of Vault's audit log could be read. */
  public static long run(
      AuditDatabase database, AuditSources sources, AuditTerms terms, Subject subject)
      throws IOException, SQLException {
    long read;
    try (AuditTables tables = database.tables()) {
      each(LogKind.VAULT_AUDIT, sources.vaultAudit(), new VaultAuditReader(tables), tables);
      each(LogKind.VAULT_SERVER, sources.vaultServer(), new VaultServerReader(tables), tables);
      each(LogKind.POSTGRESQL, sources.postgres(), new PostgresReader(tables), tables);
      KubernetesReader kubernetes = new KubernetesReader(tables);
      for (LogInput input : sources.kubernetes()) {
        kubernetes.read(input);
      }
      read = tables.count(LogKind.VAULT_AUDIT);
    }
    terms(database, terms);
    subject(database, subject);
    database.join();
    return read;
  }

  private static void each(LogKind kind, List<LogInput> inputs, LineReader reader, LogTables tables)
      throws IOException, SQLException {
    for (LogInput input : inputs) {
      LogReading.read(kind, input, reader, tables);
    }
  }

  private static void terms(AuditDatabase database, AuditTerms terms) throws SQLException {
    database.insert(
        "setting", terms.clockSkew().toMillis(), terms.mostRoles(), terms.loopWindow().toMillis());
    for (Map.Entry<String, AuditTerms.LeaseTerm> each : terms.leaseTerms().entrySet()) {
      AuditTerms.LeaseTerm term = each.getValue();
      database.insert("lease_term", each.getKey(), term.ttl().toMillis(), term.maxTtl().toMillis());
    }
    for (String address : terms.proxies()) {
      database.insert("proxy", address);
    }
    for (String name : terms.knownReaders()) {
      database.insert("known_reader", name);
    }
    for (String account : terms.staticAccounts()) {
      database.insert("static_account", account);
    }
    for (FindingCode code : FindingCode.values()) {
      database.insert("finding_code", code.name(), code.severity().name(), code.title());
    }
  }

  private static void subject(AuditDatabase database, Subject subject) throws SQLException {
    RoleName role = subject.name() == null ? null : RoleName.parse(subject.name());
    database.insert(
        "question",
        subject.name(),
        subject.at(),
        role == null ? null : role.stem(),
        role == null ? null : role.bornAt(),
        subject.usernameHash());
  }
}
