// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.LineProblem;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.source.LogTables;
import dev.leasehold.audit.source.RowWriter;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into DuckDB's tables, for one thread on a connection of its own. Rows are there once
 * it is closed.
 */
public final class AuditTables implements LogTables, AutoCloseable {

  private final DuckDBConnection connection;
  private final Map<String, DuckDBAppender> appenders = new HashMap<>();
  private final Map<Problem, long[]> problems = new HashMap<>();
  private final Map<LogKind, Long> counts = new EnumMap<>(LogKind.class);

  private record Problem(LogKind source, String input, LineProblem reason) {}

  AuditTables(DuckDBConnection connection) {
    this.connection = connection;
  }

  @Override
  public RowWriter writer(String table) throws SQLException {
    DuckDBAppender appender = appenders.get(table);
    if (appender == null) {
      appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
      appenders.put(table, appender);
    }
    DuckDBAppender rows = appender;
    return values -> row(rows, values);
  }

  private static void row(DuckDBAppender appender, @Nullable Object... values) throws SQLException {
    appender.beginRow();
    for (Object value : values) {
      if (value == null) {
        appender.appendNull();
      } else if (value instanceof Long number) {
        appender.append(number.longValue());
      } else if (value instanceof Integer number) {
        appender.append(number.intValue());
      } else if (value instanceof Boolean flag) {
        appender.append(flag.booleanValue());
      } else {
        appender.append(value.toString());
      }
    }
    appender.endRow();
  }

  @Override
  public void problem(LogKind source, String input, LineProblem reason, long line) {
    problems.computeIfAbsent(new Problem(source, input, reason), key -> new long[] {0, line})[0]++;
  }

  @Override
  public void read(LogKind source) {
    counts.merge(source, 1L, Long::sum);
  }

  /** Returns how many lines were read. */
  long count(LogKind source) {
    return counts.getOrDefault(source, 0L);
  }

  @Override
  public void close() throws SQLException {
    RowWriter passed = writer("source_problem");
    for (Map.Entry<Problem, long[]> each : problems.entrySet()) {
      Problem problem = each.getKey();
      long[] lines = each.getValue();
      passed.row(
          problem.source().title(),
          problem.input(),
          problem.reason().meaning(),
          lines[0],
          lines[1]);
    }
    RowWriter read = writer("source_count");
    for (Map.Entry<LogKind, Long> each : counts.entrySet()) {
      read.row(each.getKey().title(), each.getValue());
    }
    try (DuckDBConnection own = connection) {
      for (DuckDBAppender appender : appenders.values()) {
        appender.close();
      }
      own.commit();
    }
  }
}
