// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * The tables of logs in a file that outlives the process, for logs that grow. The join runs on them
 * as often as is asked for, in tables of its own that are gone after it. For one thread.
 *
 * <p>A transaction is in the file as a whole or not at all, also where the process is killed in it.
 */
public final class StoredTables implements AutoCloseable {

  private static final String NAME = "watch";
  private static final String FILE = NAME + ".db";
  private static final String UNFINISHED = "unfinished.db";

  /** Another number for each change of {@code join/0-logged} or {@code watch/state}. */
  static final int VERSION = 2;

  private static final String PROBLEMS = "source_problem";

  private final DuckDBConnection connection;

  private StoredTables(DuckDBConnection connection) {
    this.connection = connection;
  }

  /**
   * Opens the tables, and makes them where they are not there.
   *
   * @param folder where the file is
   * @param spill where DuckDB puts data that its memory does not hold
   * @param memory the bound of DuckDB's memory, for example {@code 320MB}
   * @throws StateVersionException if the file is of another version of the program
   * @throws SQLException if they cannot be opened
   */
  public static StoredTables open(Path folder, Path spill, String memory)
      throws IOException, SQLException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      create(folder.resolve(UNFINISHED));
      Files.move(folder.resolve(UNFINISHED), file, StandardCopyOption.ATOMIC_MOVE);
    }
    StoredTables stored = new StoredTables(connect(file));
    boolean isOpen = false;
    try {
      stored.refuseOther(file);
      AuditDatabase.bound(stored.connection, spill, memory);
      isOpen = true;
      return stored;
    } finally {
      if (!isOpen) {
        stored.close();
      }
    }
  }

  /** A file of before the first version has no table for it. */
  private void refuseOther(Path file) throws SQLException, StateVersionException {
    String tables =
        "SELECT count(*) FROM information_schema.tables WHERE table_name = 'watch_version'";
    long version = number(tables, 0) == 0 ? 0 : number("SELECT version FROM watch_version", 0);
    if (version != VERSION) {
      throw new StateVersionException(file, version, VERSION);
    }
  }

  /** A process that is killed here leaves a file that the next process begins anew. */
  private static void create(Path file) throws IOException, SQLException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
    try (Connection made = connect(file)) {
      AuditDatabase.run(made, "join/" + AuditDatabase.LOGGED);
      AuditDatabase.run(made, "watch/state");
      AuditDatabase.insert(made, "watch_version", VERSION);
    }
  }

  /**
   * One thread of DuckDB's is enough for tables that grow slowly, and leaves the processors to
   * others.
   */
  private static DuckDBConnection connect(Path file) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    return DriverManager.getConnection("jdbc:duckdb:" + file, settings)
        .unwrap(DuckDBConnection.class);
  }

  /** Returns the connection; its tables are the file's. */
  public Connection connection() {
    return connection;
  }

  /** Begins a transaction that adds rows; they are there once it is closed, and all at once. */
  public AuditTables tables() throws SQLException {
    DuckDBConnection own = connection.duplicate();
    own.setAutoCommit(false);
    try (Statement first = own.createStatement()) {
      first.execute("SELECT 1"); // It begins the transaction, and appending alone does not.
    }
    return new AuditTables(own);
  }

  /** Runs all statements of a script in one transaction. */
  public void run(String script) throws SQLException {
    inTransaction(() -> AuditDatabase.run(connection, script));
  }

  /** Statements of one transaction. */
  @FunctionalInterface
  public interface Statements {
    /** Runs them. */
    void run() throws SQLException;
  }

  /** Runs statements in one transaction. */
  public void inTransaction(Statements statements) throws SQLException {
    connection.setAutoCommit(false);
    boolean isDone = false;
    try {
      statements.run();
      connection.commit();
      isDone = true;
    } finally {
      if (!isDone) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
  }

  /** Sets a variable, which statements read with {@code getvariable}. */
  public void set(String variable, long value) throws SQLException {
    execute("SET VARIABLE " + variable + " = CAST(" + value + " AS BIGINT)");
  }

  /** Returns the number that a query asks for; the other number where there is none. */
  public long number(String query, long otherwise) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      long number = rows.next() ? rows.getLong(1) : otherwise;
      return rows.wasNull() ? otherwise : number;
    }
  }

  /**
   * Joins the rows of the file. Until the next call of {@link #endRound} the names of tables mean
   * the join's tables; the file's tables are in the schema {@code watch.main}.
   */
  public void beginRound(AuditTerms terms) throws SQLException {
    execute("ATTACH ':memory:' AS round");
    execute("USE round");
    for (String table : AuditDatabase.logged()) {
      if (table.equals("proxy")) {
        execute("CREATE TABLE proxy AS SELECT * FROM watch.main.proxy");
      } else {
        String from = table.equals(PROBLEMS) ? "watch_problem" : table;
        execute("CREATE VIEW " + table + " AS SELECT * FROM watch.main." + from);
      }
    }
    AuditDatabase.run(connection, "join/" + AuditDatabase.KNOWN);
    AuditJoin.join(connection, terms, new AuditJoin.Subject(null, null));
    AuditDatabase.run(connection, "watch/found");
  }

  /** Removes the tables of the join. */
  public void endRound() throws SQLException {
    execute("USE " + NAME);
    execute("DETACH round");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
