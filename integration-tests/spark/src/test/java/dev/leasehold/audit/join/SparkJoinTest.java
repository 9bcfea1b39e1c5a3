// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.history.HistoryFiles;
import dev.leasehold.audit.history.ToldHashes;
import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.DatabaseActivity.LiveSession;
import dev.leasehold.audit.source.FingerprintKey;
import dev.leasehold.audit.source.LiveInput;
import dev.leasehold.audit.source.LogInput;
import dev.leasehold.audit.source.PodRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * DuckDB and Spark run the same statements on the same tables, which two runs have written, and
 * have the same rows in each table afterwards.
 */
class SparkJoinTest {

  private static final Duration TTL = Duration.ofHours(3);
  private static final AuditTerms TERMS =
      new AuditTerms(
          Duration.ofMinutes(1),
          2,
          Duration.ofMinutes(10),
          Map.of("", new AuditTerms.LeaseTerm(TTL, TTL)),
          List.of(AddressBlock.parse("192.0.2.0/24")),
          List.of("kubernetes", "kubernets"),
          List.of("it's a \\ reader"),
          List.of("static_app"),
          List.of("it's a \\ account"));

  /** A line of PostgreSQL with {@code log_hostname}. */
  private static final String NAMED =
      "{\"timestamp\":\"2026-11-18 11:06:41.000 UTC\",\"user\":\"app\",\"dbname\":\"app\",\"remote_host\":\"a.example\","
          + "\"session_id\":\"65f.4d\",\"line_num\":2,\"ps\":\"idle\",\"session_start\":\"2026-11-18 11:06:41 UTC\","
          + "\"vxid\":\"9/2\",\"error_severity\":\"LOG\",\"message\":\"x\"}\n";

  /** Lines of an agent, the last two of one time. */
  private static final String AGENT =
      """
      2026-11-18T11:06:41.000Z 7 INFO [leasehold] orders: generation 1 is current: role %1$s, lease 59 min (first)
      2026-11-18T11:06:42.000Z 7 WARN [leasehold] orders: fetch failed, next try in 2 s: x
      2026-11-18T11:06:42.000Z 7 INFO [leasehold] orders: role %1$s is revoked
      """;

  /** A lease whose role has a hash for its name. */
  private static final String LEASE =
      "{\"auth\":{\"accessor\":\"hmac-sha256:z%1$s\",\"display_name\":\"kubernetes-told-told\",\"metadata\":{\"service_account_name\":\"told\","
          + "\"service_account_namespace\":\"told\"}},\"request\":{\"id\":\"z%1$s\",\"operation\":\"read\",\"path\":\"database/creds/told\","
          + "\"remote_address\":\"%1$s\"},\"response\":{\"secret\":{\"lease_id\":\"database/creds/told/%1$s\"},"
          + "\"data\":{\"username\":\"hmac-sha256:z%1$s\"}},\"time\":\"2026-11-18T11:06:%2$s.500Z\",\"type\":\"response\"}";

  /** A read of a static role whose name is a hash. */
  private static final String STATIC_READ =
      "{\"auth\":{\"accessor\":\"hmac-sha256:zs\",\"display_name\":\"kubernetes-told-told\"},\"request\":{\"id\":\"zs\","
          + "\"operation\":\"read\",\"path\":\"database/static-creds/told\",\"remote_address\":\"198.51.100.1\"},"
          + "\"response\":{\"data\":{\"username\":\"hmac-sha256:zs\"}},\"time\":\"2026-11-18T11:06:56Z\",\"type\":\"response\"}";

  private static final String POD =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"told-%1$s\",\"namespace\":\"told\",\"uid\":\"t-%1$s\",\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},"
          + "\"spec\":{\"serviceAccountName\":\"told\"},\"status\":{\"podIP\":\"198.51.100.%1$s\",\"startTime\":\"2026-11-18T10:00:00Z\"}}\n";

  /** Tables that the second device, the agents and the account hashes fill. */
  private static final List<String> OF_SECOND =
      List.of(
          "vault_repeat",
          "hash_alias",
          "lease_unwrapped",
          "wrapping_refused",
          "role_hashed",
          "agent_line",
          "agent_lease",
          "agent_pod",
          "agent_cause");

  private final Path folder;

  SparkJoinTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void hasTheSameRowsAsDuckDb() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    HistoryFiles history = HistoryFiles.write(logs, 40, 3);
    damage(logs.resolve("audit.log"));
    Path tables = folder.resolve("tables");
    FingerprintKey key = FingerprintKey.of(folder.resolve("key"));
    export(tables, key, of(logs, "audit.log", "vault.log", "", "pods.json"));
    device(logs);
    Files.writeString(logs.resolve("told.json"), POD.formatted("1") + POD.formatted("2"));
    Files.writeString(logs.resolve("postgresql.json"), NAMED, StandardOpenOption.APPEND);
    AuditSources second = of(logs, "device.log", "", "postgresql.json", "told.json");
    export(tables, key, with(second, agents(logs, history), now(history), hashes()));
    try (AuditDatabase database = AuditDatabase.create(folder, "640MB")) {
      fill(database, tables);
      AuditDatabase.join(database.connection());
      AuditDatabase.joinTold(database.connection());
      List<String> names = names(database);
      spark(tables, names);
      for (String name : names) {
        assertThat(differences(database, name)).as(name).isEmpty();
      }
      assertThat(rows(database, "SELECT DISTINCT code FROM finding")).hasSize(15);
      for (String name : OF_SECOND) {
        assertThat(rows(database, "SELECT * FROM " + name)).as(name).isNotEmpty();
      }
      assertThat(rows(database, "SELECT detail FROM finding WHERE code = 'LA14'").toString())
          .contains("log_hostname", "--auth-mount kubernets", "in a wrapped answer");
      assertThat(rows(database, "SELECT how FROM role WHERE role = 'app'")).containsExactly("hash");
      assertThat(rows(database, "SELECT role FROM leaseless_read")).contains("static_app");
      assertThat(rows(database, "SELECT * FROM pod_period")).as("periods of pods").hasSize(3);
    }
  }

  /** Leaves out some lines, so that there are gaps; the second run repeats all others. */
  private static void damage(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (i % 211 != 7) {
        kept.add(lines.get(i));
      }
    }
    kept.add(3, "no entry");
    Files.write(log, kept);
  }

  /**
   * Writes the log of another device, which hashes with a key of its own, and wrapped leases. Two
   * leases are of one second, and one came through a proxy.
   */
  private static void device(Path logs) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(logs.resolve("audit.log"))) {
      lines.add(line.replace("hmac-sha256:", "hmac-sha256:1"));
    }
    String taken = lines.stream().filter(SparkJoinTest::isTaken).skip(20).findFirst().orElseThrow();
    lines.add(wrapped(taken, "w"));
    lines.add(wrapped(taken, "x"));
    lines.add(
        taken
            .replaceFirst("\"client_token\":\"[^\"]*", "\"client_token\":\"hmac-sha256:w")
            .replaceFirst("\"id\":\"", "\"id\":\"u")
            .replaceFirst("database/creds/[^\"]*", "sys/wrapping/unwrap")
            .replaceFirst("\"lease_id\":\"", "\"lease_id\":\"unwrapped/"));
    lines.add(LEASE.formatted("198.51.100.1", "40"));
    lines.add(LEASE.formatted("198.51.100.2", "40"));
    lines.add(LEASE.formatted("192.0.2.9", "50"));
    lines.add(LEASE.formatted("198.51.100.3", "55"));
    lines.add(STATIC_READ);
    Files.write(logs.resolve("device.log"), lines);
  }

  private static boolean isTaken(String line) {
    return line.contains("\"path\":\"database/creds/") && line.contains("\"response\":{\"data\"");
  }

  private static String wrapped(String taken, String token) {
    return taken
        .replaceFirst("\"id\":\"", "\"id\":\"" + token)
        .replaceFirst(
            "\"response\":.*\"time\"",
            "\"response\":{\"wrap_info\":{\"token\":\"hmac-sha256:" + token + "\"}},\"time\"");
  }

  private static AuditSources of(
      Path logs, String audit, String server, String postgres, String pods) throws IOException {
    return new AuditSources(
        inputs(logs, audit), inputs(logs, server), inputs(logs, postgres), inputs(logs, pods));
  }

  /** A cluster that was watched twice, and a session that is open. */
  private static LiveInput now(HistoryFiles history) throws IOException {
    long begin = history.takenAt();
    LiveSession session =
        new LiveSession(4711, begin + 1000, history.role(), "app", "192.0.2.1", 5000, "");
    return (tables, key, snapshot) -> {
      PodRows rows = new PodRows(tables, snapshot);
      rows.areAll(begin);
      rows.areWatched(begin + TTL.toMillis());
      rows.areAll(begin + 2 * TTL.toMillis());
      new DatabaseActivity(begin + 2 * TTL.toMillis(), List.of(session), List.of())
          .write(tables, key);
    };
  }

  /**
   * Each pod says that it had one role, also pods that do not rotate. Two pods name roles that no
   * server's log has.
   */
  private static List<LogInput> agents(Path logs, HistoryFiles history) throws IOException {
    Path pods = Files.createDirectory(logs.resolve("pods"));
    Matcher saved =
        Pattern.compile("\"namespace\":\"([^\"]+)\",\"name\":\"([^\"]+)\",\"uid\":\"([^\"]+)\"")
            .matcher(Files.readString(logs.resolve("pods.json")));
    while (saved.find()) {
      String pod = saved.group(1) + "_" + saved.group(2) + "_" + saved.group(3);
      agent(pods, pod, history.role());
    }
    agent(pods, "told_told-1_t-1", "v-kubernet-told-b4cd5fgh6jkl7mnp8qrs-1795000000");
    agent(pods, "told_told-2_t-2", "v-kubernet-told-b4cd5fgh6jkl7mnp8qrs-1795000010");
    return LogInput.of(List.of(pods.toString()), InputStream.nullInputStream());
  }

  private static void agent(Path pods, String pod, String role) throws IOException {
    Path log = Files.createDirectories(pods.resolve(pod + "/app")).resolve("0.log");
    Files.writeString(log, AGENT.formatted(role));
  }

  /** Two accounts have a hash in the log, and the others have another hash. */
  private static AccountHashes hashes() {
    Map<String, String> told = Map.of("app", "z198.51.100.3", "static_app", "zs");
    return AccountHashes.ofSessions(
        new ToldHashes(name -> "hmac-sha256:" + told.getOrDefault(name, "none")), List.of());
  }

  private static AuditSources with(
      AuditSources logs, List<LogInput> agents, LiveInput live, AccountHashes hashes) {
    return new AuditSources(
        logs.vaultAudit(),
        logs.vaultServer(),
        logs.postgres(),
        null,
        logs.kubernetes(),
        List.of(),
        agents,
        List.of(live),
        hashes);
  }

  private static List<LogInput> inputs(Path logs, String name) throws IOException {
    List<String> names = name.isEmpty() ? List.of() : List.of(logs.resolve(name).toString());
    return LogInput.of(names, InputStream.nullInputStream());
  }

  private void export(Path tables, FingerprintKey key, AuditSources sources) throws Exception {
    try (AuditDatabase database = AuditDatabase.create(folder, "640MB")) {
      assertThat(AuditExport.run(database, sources, TERMS, tables, key)).isPositive();
    }
  }

  private static void fill(AuditDatabase database, Path tables) throws SQLException {
    for (String name : AuditDatabase.exported()) {
      execute(database, "INSERT INTO " + name + " SELECT * FROM " + parquet(tables.resolve(name)));
    }
    for (TermRow row : TermRow.of(TERMS)) {
      AuditDatabase.insert(database.connection(), row.table(), row.values());
    }
  }

  private static String parquet(Path directory) {
    return "read_parquet('" + directory + "/*.parquet')";
  }

  private static List<String> names(AuditDatabase database) throws SQLException {
    return rows(
        database,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'"
            + " ORDER BY table_name");
  }

  /** Runs the script that the export has written, and writes each table into a folder. */
  private void spark(Path tables, List<String> names) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1") // The tables are small.
            .config("spark.sql.adaptive.enabled", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      spark.sql("SET folder=" + tables);
      String script = Files.readString(tables.resolve(AuditExport.SCRIPT));
      for (String statement : SqlScript.parse(script).statements()) {
        spark.sql(statement);
      }
      for (String name : names) {
        spark.table(name).coalesce(1).write().parquet(spark(name).toString());
      }
    }
  }

  private Path spark(String name) {
    return folder.resolve("spark").resolve(name);
  }

  /** Returns the rows that one of them has and the other has not, each with its owner. */
  private List<String> differences(AuditDatabase database, String name) throws SQLException {
    String columns =
        String.join(
            ", ",
            rows(
                database,
                "SELECT column_name FROM information_schema.columns WHERE table_name = '"
                    + name
                    + "' ORDER BY ordinal_position"));
    String duckdb = "SELECT " + columns + " FROM " + name;
    String spark = "SELECT " + columns + " FROM " + parquet(spark(name));
    List<String> found = new ArrayList<>();
    rows(database, duckdb + " EXCEPT ALL " + spark).forEach(row -> found.add("DuckDB: " + row));
    rows(database, spark + " EXCEPT ALL " + duckdb).forEach(row -> found.add("Spark: " + row));
    return found;
  }

  private static List<String> rows(AuditDatabase database, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" | ", row));
      }
    }
    return rows;
  }

  private static void execute(AuditDatabase database, String sql) throws SQLException {
    try (Statement statement = database.connection().createStatement()) {
      statement.execute(sql);
    }
  }
}
