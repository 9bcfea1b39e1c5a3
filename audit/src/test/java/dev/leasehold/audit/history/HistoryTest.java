// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.audit.answer.Question;
import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.join.AuditTerms;
import dev.leasehold.audit.source.LogInput;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories whose truth is known. {@code -Dleasehold.audit=10000} makes them large: then each pod
 * has 100 leases, and each anomaly is planted 200 times.
 */
class HistoryTest {

  private static final int PODS = Integer.getInteger("leasehold.audit", 300);
  private static final boolean LARGE = PODS > 1000;
  private static final int PLANTED = LARGE ? 200 : 5;
  private static final int LEASES = LARGE ? 100 : 8;
  private static final Pattern IN_BOTH =
      Pattern.compile("/login\"|\"sys/leases/|\"sys/wrapping/|\"wrap_info\"");
  private static final UnaryOperator<VaultLines.Lines> WHOLE = lines -> lines;
  private static final AuditTerms TERMS = UsualTerms.of(Duration.ofMillis(History.MAX_TTL));

  private final Path folder;

  HistoryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({"11, JSONLOG, 30, -30, true", "12, CSVLOG, -30, 30, false", "14, STDERR, 0, 0, true"})
  void findsEachAnomalyAndNothingElse(
      long seed,
      PostgresLines.Format format,
      int postgresSkew,
      int kubernetesSkew,
      boolean serverLog)
      throws Exception {
    History history = new History(seed, PODS, PLANTED, LEASES);
    HistoryInput input = new HistoryInput(history);
    AuditSources sources =
        sources(input, format, postgresSkew * 1000L, kubernetesSkew * 1000L, serverLog);
    long began = System.nanoTime();
    try (AuditDatabase database = AuditDatabase.create(folder, "640MB")) {
      AuditJoin.run(database, sources, TERMS, new AuditJoin.Subject(null, null));
      List<String> findings = findings(database);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      System.out.printf("%,d bytes in %s, %d findings%n", input.bytes(), took, findings.size());
      assertThat(missing(history, findings)).as("planted and not found").isEmpty();
      assertThat(falseAlarms(history, findings)).as("found and not planted").isEmpty();
      assertThat(wrongJoins(history, database)).as("wrong joins").isEmpty();
    }
  }

  @Test
  void findsEachAnomalyInLogsWithLinesMissingRepeatedOutOfOrderOrStrange() throws Exception {
    History history = new History(13, PODS, PLANTED, LEASES);
    List<Damage> damages = new ArrayList<>();
    HistoryInput input = new HistoryInput(history);
    UnaryOperator<VaultLines.Lines> damaged =
        lines -> {
          damages.add(new Damage(lines, 17));
          return damages.get(damages.size() - 1);
        };
    AuditSources whole = sources(input, PostgresLines.Format.JSONLOG, 0, 0, true);
    AuditSources sources =
        new AuditSources(
            List.of(input.log("audit.log", VaultLines::new, damaged)),
            whole.vaultServer(),
            List.of(
                input.log(
                    "postgresql",
                    out -> new PostgresLines(out, PostgresLines.Format.JSONLOG, 0),
                    Damage::ofOrder)),
            List.of(input.log("pods.json", out -> new KubernetesLines(out, 0), Damage::ofOrder)));
    try (AuditDatabase database = AuditDatabase.create(folder, "640MB")) {
      AuditJoin.run(database, sources, TERMS, new AuditJoin.Subject(null, null));
      List<String> findings = findings(database);
      assertThat(missing(history, findings)).as("planted and not found").isEmpty();
      Damage damage = damages.get(0);
      assertThat(damage.droppedRequests + damage.droppedAnswers).isGreaterThan(20);
      String gaps = "SELECT sum(occurrences) FROM finding WHERE code = 'LA14' AND detail = '";
      assertThat(number(database, gaps + "a request is missing'"))
          .isEqualTo(damage.droppedRequests);
      assertThat(number(database, gaps + "an answer is missing'")).isEqualTo(damage.droppedAnswers);
      assertThat(number(database, "SELECT sum(line_count) FROM source_problem"))
          .isEqualTo(damage.strange);
    }
  }

  /** Each device of Vault hashes with a key of its own, and each may lack requests. */
  @Test
  void findsTheSameInTheLogsOfTwoAuditDevices() throws Exception {
    History history = new History(15, PODS, PLANTED, LEASES);
    HistoryInput input = new HistoryInput(history);
    AuditSources sources = sources(input, PostgresLines.Format.JSONLOG, 0, 0, false);
    List<LogInput> devices =
        List.of(
            input.log("a.log", VaultLines::new, out -> line -> device(0, line, out)),
            input.log("b.log", VaultLines::new, out -> line -> device(1, line, out)));
    try (AuditDatabase database = AuditDatabase.create(folder, "640MB")) {
      AuditSources both =
          new AuditSources(devices, List.of(), sources.postgres(), sources.kubernetes());
      AuditJoin.run(database, both, TERMS, new AuditJoin.Subject(null, null));
      List<String> findings = findings(database);
      assertThat(missing(history, findings)).as("planted and not found").isEmpty();
      assertThat(falseAlarms(history, findings)).as("found and not planted").isEmpty();
    }
  }

  /**
   * Writes four of five requests, with the hashes of a device. Both devices have logins, calls of
   * leases and wrapped answers: a token or lease needs a request that tells both of its hashes.
   */
  private static void device(int device, String line, VaultLines.Lines out) throws IOException {
    int end = line.indexOf("-7d7d-128a-");
    int request = Integer.parseInt(line.substring(end - 8, end), 16);
    if (request % 5 != device || IN_BOTH.matcher(line).find()) {
      out.line(line.replace("hmac-sha256:", "hmac-sha256:" + device));
    }
  }

  private static AuditSources sources(
      HistoryInput input,
      PostgresLines.Format format,
      long postgresSkew,
      long kubernetesSkew,
      boolean serverLog) {
    LogInput audit = input.log("audit.log", VaultLines::new, WHOLE);
    LogInput server = input.log("vault.log", ServerLines::new, WHOLE);
    LogInput postgres =
        input.log("postgresql", out -> new PostgresLines(out, format, postgresSkew), WHOLE);
    LogInput pods = input.log("pods.json", out -> new KubernetesLines(out, kubernetesSkew), WHOLE);
    return new AuditSources(
        List.of(audit), serverLog ? List.of(server) : List.of(), List.of(postgres), List.of(pods));
  }

  /** Each finding as one line of its columns. */
  private static List<String> findings(AuditDatabase database) throws Exception {
    return Question.FINDINGS.ask(database).get(0).rows().stream().map(Objects::toString).toList();
  }

  private static List<String> missing(History history, List<String> findings) {
    List<String> missing = new ArrayList<>();
    for (HistoryPod pod : history.pods()) {
      Anomaly anomaly = pod.anomaly();
      if (anomaly != null
          && findings.stream().noneMatch(each -> isOf(history, each, anomaly, pod))) {
        missing.add(anomaly + " of " + pod);
      }
    }
    return missing;
  }

  private static List<String> falseAlarms(History history, List<String> findings) {
    List<HistoryPod> planted =
        history.pods().stream().filter(pod -> pod.anomaly() != null).toList();
    return findings.stream()
        .filter(
            each ->
                planted.stream()
                    .noneMatch(
                        pod -> isOf(history, each, Objects.requireNonNull(pod.anomaly()), pod)))
        .toList();
  }

  private static boolean isOf(History history, String finding, Anomaly anomaly, HistoryPod pod) {
    return finding.startsWith("[" + anomaly.code() + ",")
        && finding.contains(subject(history, anomaly, pod));
  }

  /** The text that names the pod in a finding. */
  private static String subject(History history, Anomaly anomaly, HistoryPod pod) {
    return switch (anomaly) {
      case LA01, LA02, LA03, LA04, LA10 -> ", " + History.strange(pod) + ",";
      case LA05, LA06 -> ", " + history.first(pod).role() + ",";
      case LA08 -> "by " + pod.namespace() + "/" + pod.service() + ";";
      case LA08_JOB -> "by " + pod.namespace() + "/" + pod.service() + ", each by another pod;";
      case LA09 -> "by userpass-person" + pod.number() + "]";
      default -> pod.namespace() + "/" + pod.name() + ",";
    };
  }

  private static List<String> wrongJoins(History history, AuditDatabase database) throws Exception {
    Truth truth = new Truth();
    history.tell(truth);
    List<String> wrong = new ArrayList<>();
    String query =
        "SELECT r.role, r.lease_id, r.how, p.uid FROM role r"
            + " LEFT JOIN lease_pod lp ON lp.lease_id = r.lease_id LEFT JOIN pod p ON p.pod_key = lp.pod_key"
            + " WHERE r.candidates = 1";
    int joined = 0;
    try (Statement statement = database.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        joined++;
        String lease = rows.getString(2);
        if (!truth.isLease(rows.getString(1), lease) || !truth.isPod(lease, rows.getString(4))) {
          wrong.add(rows.getString(1) + " by " + rows.getString(3) + " to " + lease);
        }
      }
    }
    assertThat(joined).as("roles that are joined").isGreaterThan(truth.leases() * 9 / 10);
    wrong.addAll(leftOut(truth, database));
    return wrong;
  }

  /** Returns the roles of several possible leases of which none is the role's own. */
  private static List<String> leftOut(Truth truth, AuditDatabase database) throws Exception {
    Set<String> several = new HashSet<>();
    Set<String> found = new HashSet<>();
    String query =
        "SELECT r.role, r.lease_id IS NULL, k.lease_id FROM role r"
            + " JOIN role_candidate k ON k.role = r.role WHERE r.candidates > 1";
    try (Statement statement = database.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        several.add(rows.getString(1));
        if (rows.getBoolean(2) && truth.isLease(rows.getString(1), rows.getString(3))) {
          found.add(rows.getString(1));
        }
      }
    }
    assertThat(several).as("roles of several possible leases").isNotEmpty();
    several.removeAll(found);
    return List.copyOf(several);
  }

  private static long number(AuditDatabase database, String query) throws Exception {
    try (Statement statement = database.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
