// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.AuditProgram;
import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.it.sidecar.RunningSidecar;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.process.ServerDirectory;
import dev.leasehold.testbed.prometheus.PostgresExporter;
import dev.leasehold.testbed.prometheus.PrometheusServer;
import dev.leasehold.testbed.prometheus.PrometheusTools;
import dev.leasehold.testbed.prometheus.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus, which scrapes a real agent and a real sidecar through some rotations, the
 * watch of the audit, Vault and PostgreSQL.
 */
@EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
class PrometheusIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final String JOB = "orders";
  private static final int AGENT = Ports.free();
  private static final int SIDECAR = Ports.free();
  private static final int AUDIT = Ports.free();

  private static final List<AutoCloseable> OPENED = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private static PrometheusServer prometheus;

  @BeforeAll
  static void scrapeSomeRotations() throws IOException {
    TestBed bed = keep(TestBed.start(TestBedOptions.defaults().withLease(LEASE, LEASE)));
    PostgresExporter exporter = keep(PostgresExporter.of(bed.postgres()));
    Map<String, String> agent = Workload.settings(bed);
    agent.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(AGENT));
    Workload workload =
        keep(Workload.start(agent, bed.postgres().url(), Source.HIKARI, 50).awaitReady());
    List<Scrape> scrapes =
        List.of(
            Scrape.of(JOB, "shop", AGENT),
            Scrape.of(JOB + "-sidecar", "shop", SIDECAR),
            Scrape.of("audit", "security", AUDIT),
            Scrape.of("postgresql", "", exporter.port()),
            Scrape.ofVault(bed.vault().address(), bed.vault().rootToken()));
    prometheus = keep(PrometheusServer.launch(scrapes, List.of(Rule.FILE)));
    workload.load(2);
    keep(RunningSidecar.start(sidecar(bed)));
    watchAudit(bed);
    workload.awaitGeneration(3, BOUND);
    workload.load(0);
    assertThat(workload.failures()).isEmpty();
  }

  private static Map<String, String> sidecar(TestBed bed) throws IOException {
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-it-");
    keep(() -> ServerDirectory.remove(volume));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", bed.postgres().url());
    settings.put("LEASEHOLD_VOLUME", volume.toString());
    settings.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + SIDECAR);
    return settings;
  }

  /** No finding stands for so long, so that none is written and no alert fires. */
  private static void watchAudit(TestBed bed) throws IOException {
    Path state = Files.createTempDirectory("leasehold-it-");
    keep(() -> ServerDirectory.remove(state));
    Path log = state.resolve("log");
    Process watch =
        new ProcessBuilder(
                AuditProgram.path(),
                "watch",
                "--vault-audit=" + bed.vault().auditLog(),
                "--state=" + state.resolve("state"),
                "--findings=" + state.resolve("findings.json"),
                "--settle=1h",
                "--metrics-listen=" + AUDIT)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    keep(() -> watch.destroyForcibly().waitFor());
  }

  @AfterAll
  static void end() throws Exception {
    for (int i = OPENED.size() - 1; i >= 0; i--) {
      OPENED.get(i).close();
    }
  }

  private static <T extends AutoCloseable> T keep(T opened) {
    OPENED.add(opened);
    return opened;
  }

  @Test
  void eachPanelAndVariableShowsSomething() throws IOException {
    List<Expression> expressions = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard
          .expressions()
          .forEach(each -> expressions.add(each.filled(JOB, "127.0.0.1:" + AGENT)));
    }
    assertThat(expressions).hasSizeGreaterThan(60);
    awaitData(expressions);
  }

  /** An alert that does not fire shows nothing; the values that it compares do. */
  @Test
  void eachRuleReadsSomething() throws IOException {
    List<Expression> expressions = new ArrayList<>();
    for (Rule rule : Rule.all()) {
      Expression expression = new Expression(rule.name(), rule.expression());
      prometheus.query(rule.expression());
      if (!rule.isAlert()) {
        expressions.add(expression);
      }
      expression
          .selectors()
          .forEach(selector -> expressions.add(new Expression(rule.name(), selector)));
    }
    awaitData(expressions);
  }

  /** Rotations under load are no reason to be called. */
  @Test
  void noAlertFiresWhileAllIsWell() {
    assertThat(prometheus.query("ALERTS{alertstate=\"firing\"}")).isEmpty();
  }

  @Test
  void promtoolTakesWhatAgentSidecarAndAuditSay(@TempDir Path directory) throws Exception {
    for (int port : List.of(AGENT, SIDECAR, AUDIT)) {
      Path page = Files.writeString(directory.resolve(port + ".txt"), metrics(port));
      String promtool = PrometheusTools.PROMTOOL.path().toString();
      List<String> check =
          List.of("sh", "-c", "\"$0\" check metrics <\"$1\"", promtool, page.toString());
      assertThat(Command.run(directory, check)).isEmpty();
    }
  }

  private static void awaitData(List<Expression> expressions) {
    List<Expression> without = new ArrayList<>(expressions);
    try {
      Eventually.holds("data", BOUND, () -> isEmptied(without));
    } catch (AssertionError timeOver) {
      throw new AssertionError("no data: " + without, timeOver);
    }
  }

  private static boolean isEmptied(List<Expression> without) {
    without.removeIf(PrometheusIT::hasData);
    return without.isEmpty();
  }

  private static boolean hasData(Expression expression) {
    try {
      return !prometheus.query(expression.text()).isEmpty();
    } catch (TestBedException refused) {
      throw new AssertionError(expression.toString(), refused);
    }
  }

  private static String metrics(int port) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }
}
