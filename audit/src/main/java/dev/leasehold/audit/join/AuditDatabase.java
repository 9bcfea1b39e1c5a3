// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one question, in DuckDB. They are in a folder of their own, which is removed on
 * close. DuckDB has a bound of memory, and spills to that folder.
 */
public final class AuditDatabase implements AutoCloseable {

  /** The scripts that make the tables; this script is for logs and saved objects. */
  static final String LOGGED = "0-logged";

  /** The tables of the lines in which processes tell of themselves. */
  static final String TOLD = "0-told";

  static final String KNOWN = "0-known";

  /**
   * Runs once all findings are made: the lines in which processes tell of themselves change none.
   */
  static final String AGENT = "5-agent";

  private static final Pattern CREATED = Pattern.compile("CREATE TABLE (\\w+) ");

  /** The scripts that join the tables, in their order. */
  static final List<String> JOIN = List.of("1-lease", "2-session", "3-pod", "4-finding");

  private final TemporaryFolder folder;
  private final Connection connection;

  private AuditDatabase(TemporaryFolder folder, Connection connection) {
    this.folder = folder;
    this.connection = connection;
  }

  /**
   * Makes empty tables.
   *
   * @param parent the folder for temporary files; null for that of the JVM
   * @param memory the bound of DuckDB's memory, for example {@code 640MB}
   */
  public static AuditDatabase create(@Nullable Path parent, String memory)
      throws IOException, SQLException {
    TemporaryFolder folder = TemporaryFolder.create(parent);
    Connection connection;
    try {
      connection = DriverManager.getConnection("jdbc:duckdb:" + folder.path().resolve("audit.db"));
    } catch (SQLException e) {
      folder.close();
      throw e;
    }
    AuditDatabase database = new AuditDatabase(folder, connection);
    try {
      bound(connection, folder.path().resolve("spill"), memory);
      set(connection, "checkpoint_threshold", "256MB"); // DuckDB checkpoints at each 16 MB.
      run(connection, "join/" + LOGGED);
      run(connection, "join/" + TOLD);
      run(connection, "join/" + KNOWN);
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  /** Bounds DuckDB's memory; data beyond that goes to a folder. */
  static void bound(Connection connection, Path spill, String memory) throws SQLException {
    set(connection, "memory_limit", memory);
    set(connection, "temp_directory", spill.toString());
    set(connection, "preserve_insertion_order", "false");
  }

  private static void set(Connection connection, String setting, String value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET " + setting + " = '" + value.replace("'", "''") + "'");
    }
  }

  /** Returns the names of the tables that come from logs and saved objects. */
  static List<String> logged() {
    return created(LOGGED);
  }

  /** Returns the names of all tables that come from inputs. */
  static List<String> exported() {
    return Stream.of(LOGGED, TOLD).flatMap(script -> created(script).stream()).toList();
  }

  private static List<String> created(String script) {
    return SqlScript.load("join/" + script).statements().stream()
        .map(CREATED::matcher)
        .filter(Matcher::lookingAt)
        .map(created -> created.group(1))
        .toList();
  }

  /** Returns the first line of DuckDB's message. */
  public static String message(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Returns a writer for one thread. The caller closes it before the join. */
  AuditTables tables() throws SQLException {
    DuckDBConnection own = connection.unwrap(DuckDBConnection.class).duplicate();
    // For the commit of AuditTables. Appending alone begins no transaction: of an appender's rows
    // each 2,048 are one, which is well where nobody reads before the end.
    own.setAutoCommit(false);
    return new AuditTables(own);
  }

  /** Adds one row to a table. */
  static void insert(Connection connection, String table, @Nullable Object... values)
      throws SQLException {
    String marks = String.join(", ", Collections.nCopies(values.length, "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }

  /** Writes a table as a Parquet file. */
  void copy(String table, Path file) throws IOException {
    String target = file.toAbsolutePath().toString().replace("'", "''");
    try (Statement statement = connection.createStatement()) {
      statement.execute("COPY " + table + " TO '" + target + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IOException(file + " cannot be written: " + message(e), e);
    }
  }

  /** Joins the tables; all findings are made then. */
  static void join(Connection connection) throws SQLException {
    for (String script : JOIN) {
      run(connection, "join/" + script);
    }
  }

  /** Adds the lines in which processes tell of themselves to the joined tables. */
  static void joinTold(Connection connection) throws SQLException {
    run(connection, "join/" + AGENT);
  }

  /** Runs all statements of a script. */
  static void run(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : SqlScript.load(script).statements()) {
        statement.execute(each);
      }
    }
  }

  /** Returns the connection, for queries. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() throws SQLException, IOException {
    try (TemporaryFolder removed = folder) {
      connection.close();
    }
  }
}
