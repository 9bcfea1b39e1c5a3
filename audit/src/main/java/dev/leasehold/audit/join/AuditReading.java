// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.AgentLogReader;
import dev.leasehold.audit.source.KubernetesAuditReader;
import dev.leasehold.audit.source.KubernetesReader;
import dev.leasehold.audit.source.LiveException;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogReading;
import dev.leasehold.audit.source.PostgresReader;
import dev.leasehold.audit.source.VaultAuditReader;
import dev.leasehold.audit.source.VaultServerReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Reads all inputs into the tables, as many at once as there are processors. */
final class AuditReading {

  /** More of them wait for DuckDB, and each has buffers of its own. */
  private static final int MOST_THREADS = 4;

  private final AuditDatabase database;
  private final AuditRun run;
  private final List<Future<Long>> readings = new ArrayList<>();
  private final ExecutorService threads;

  private AuditReading(AuditDatabase database, AuditRun run, ExecutorService threads) {
    this.database = database;
    this.run = run;
    this.threads = threads;
  }

  /** Reads one input into tables. */
  @FunctionalInterface
  private interface Reading {
    void into(AuditTables tables) throws SQLException;
  }

  /** Reads all inputs. Returns how many lines of Vault's audit log could be read. */
  static long run(AuditDatabase database, AuditSources sources, AuditRun run) throws SQLException {
    ExecutorService threads = Executors.newFixedThreadPool(threads(), AuditReading::thread);
    try {
      AuditReading reading = new AuditReading(database, run, threads);
      reading.startAll(sources);
      long read = reading.await();
      if (sources.hashes() != null) {
        ask(database, sources.hashes());
      }
      return read;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void ask(AuditDatabase database, AccountHashes hashes) throws SQLException {
    try (AuditTables tables = database.tables()) {
      hashes.ask(database.connection(), tables, System.currentTimeMillis());
    }
  }

  private static int threads() {
    return Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "leasehold-audit-reading");
    thread.setDaemon(true);
    return thread;
  }

  private void startAll(AuditSources sources) {
    List<LogInput> parts = parts(sources.vaultAudit());
    for (int i = 0; i < parts.size(); i++) {
      LogInput input = parts.get(i);
      long first = run.firstEntry(i);
      start(
          tables ->
              LogReading.read(
                  LogKind.VAULT_AUDIT,
                  input,
                  new VaultAuditReader(tables, first, run.key()),
                  tables));
    }
    for (LogInput input : sources.postgres()) {
      start(
          tables ->
              LogReading.read(
                  LogKind.POSTGRESQL,
                  input,
                  new PostgresReader(tables, run.key(), sources.postgresPrefix()),
                  tables));
    }
    for (LogInput input : sources.vaultServer()) {
      start(
          tables ->
              LogReading.read(LogKind.VAULT_SERVER, input, new VaultServerReader(tables), tables));
    }
    for (LogInput input : sources.agents()) {
      start(
          tables ->
              LogReading.read(
                  LogKind.AGENT, input, new AgentLogReader(tables, input.file()), tables));
    }
    startObjects(sources);
  }

  private void startObjects(AuditSources sources) {
    int read = 0;
    for (LiveInput input : sources.live()) {
      long snapshot = run.snapshot(read);
      start(tables -> input.read(tables, run.key(), snapshot));
      read++;
    }
    for (LogInput input : sources.kubernetes()) {
      long snapshot = run.snapshot(read);
      start(tables -> new KubernetesReader(tables, snapshot).read(input));
      read++;
    }
    for (LogInput input : sources.kubernetesAudit()) {
      long snapshot = run.snapshot(read);
      start(
          tables ->
              LogReading.read(
                  LogKind.KUBERNETES_AUDIT,
                  input,
                  new KubernetesAuditReader(tables, snapshot),
                  tables));
      read++;
    }
  }

  private static List<LogInput> parts(List<LogInput> inputs) {
    List<LogInput> parts = new ArrayList<>();
    for (LogInput input : inputs) {
      try {
        parts.addAll(input.parts(threads()));
      } catch (IOException e) {
        parts.add(input); // It names the fault when it is opened.
      }
    }
    return parts;
  }

  private void start(Reading reading) {
    readings.add(
        threads.submit(
            () -> {
              try (AuditTables tables = database.tables()) {
                reading.into(tables);
                return tables.count(LogKind.VAULT_AUDIT);
              }
            }));
  }

  private long await() throws SQLException {
    long read = 0;
    try {
      for (Future<Long> each : readings) {
        read += each.get();
      }
      return read;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while logs were read", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  /** Throws an error as it is: of an {@link OutOfMemoryError} no copy should be made. */
  private static SQLException failure(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof LiveException refusal) {
      throw refusal;
    }
    return cause instanceof SQLException failure ? failure : new SQLException(cause);
  }
}
