// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.FingerprintKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Reads the inputs into Parquet files, and writes the script that joins them on Spark: the same
 * statements that DuckDB runs. Each run adds a file to each table, so logs may be read in parts, on
 * several machines.
 */
public final class AuditExport {

  /** The script, beside the tables. */
  public static final String SCRIPT = "join.sql";

  /** Spark replaces it in each statement with the URL of {@code spark-sql -d folder=URL}. */
  private static final String FOLDER = "${folder}";

  /** Spark passes over a file whose name begins so. */
  private static final String UNFINISHED = "_";

  private AuditExport() {}

  /** Returns how many lines of Vault's audit log could be read. */
  public static long run(
      AuditDatabase database,
      AuditSources sources,
      AuditTerms terms,
      Path folder,
      FingerprintKey key)
      throws SQLException, IOException {
    AuditRun run = AuditRun.oneOfMany(key);
    long read = AuditReading.run(database, sources, run);
    if (read == 0) {
      return 0;
    }
    AuditJoin.proxies(database.connection(), terms);
    create(folder);
    String part = "part-" + UUID.randomUUID() + ".parquet";
    for (String table : AuditDatabase.exported()) {
      database.copy(table, create(folder.resolve(table)).resolve(UNFINISHED + part));
    }
    for (String table : AuditDatabase.exported()) {
      Path parts = folder.resolve(table);
      Files.move(parts.resolve(UNFINISHED + part), parts.resolve(part));
    }
    Files.writeString(folder.resolve(SCRIPT), script(terms), StandardCharsets.UTF_8);
    return read;
  }

  private static Path create(Path directory) throws IOException {
    return Files.createDirectories(directory, OwnerOnlyFiles.FOLDER);
  }

  /** Returns the statements for Spark. The last statements list the findings. */
  static String script(AuditTerms terms) {
    StringBuilder script =
        new StringBuilder("-- spark-sql -d folder=URL-OF-THIS-FOLDER -f " + SCRIPT + "\n");
    add(script, "DROP DATABASE IF EXISTS leasehold_audit CASCADE"); // Not the files of a LOCATION.
    add(script, "CREATE DATABASE leasehold_audit");
    add(script, "USE leasehold_audit");
    for (String table : AuditDatabase.exported()) {
      add(
          script,
          "CREATE TABLE " + table + " USING parquet LOCATION '" + FOLDER + "/" + table + "'");
    }
    addAll(script, "join/" + AuditDatabase.KNOWN);
    TermRow.of(terms).forEach(row -> add(script, row.insert()));
    AuditDatabase.JOIN.forEach(join -> addAll(script, "join/" + join));
    addAll(script, "join/" + AuditDatabase.AGENT);
    addAll(script, "question/findings");
    return script.toString();
  }

  private static void addAll(StringBuilder script, String name) {
    SqlScript.load(name).statements().forEach(statement -> add(script, statement));
  }

  private static void add(StringBuilder script, String statement) {
    script.append('\n').append(statement).append(";\n");
  }
}
