// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.AuditProgram;
import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.it.JmxExporter;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.it.orders.HttpOrders;
import dev.leasehold.it.orders.OrdersJar;
import dev.leasehold.it.sidecar.RunningSidecar;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real Prometheus, which scrapes real agents in each way and a real sidecar through some
 * rotations, the watch of the audit, Vault and PostgreSQL.
 */
@EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
class PrometheusIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SPRING_BOOT =
      "samples/spring-boot-orders/target/spring-boot-orders.jar";

  /** A way that the metrics of an agent take to Prometheus. */
  private enum Way {
    PORT,
    MICROMETER,
    JMX;

    private final int port = Ports.free();

    /** Returns the name of the job, and of the namespace. */
    String job() {
      return "orders-" + name();
    }

    Scrape scrape() {
      Scrape scrape = Scrape.of(job(), job(), port);
      List<String> lines = new ArrayList<>(scrape.lines());
      if (this == MICROMETER) {
        lines.add(0, "metrics_path: /actuator/prometheus");
      }
      return new Scrape(scrape.job(), lines);
    }

    Expression fill(Expression expression) {
      return expression.filled(job(), job(), "127.0.0.1:" + port);
    }
  }

  private static final int SIDECAR = Ports.free();
  private static final int AUDIT = Ports.free();

  private static final List<AutoCloseable> OPENED = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private static PrometheusServer prometheus;

  @BeforeAll
  static void scrapeSomeRotations() throws Exception {
    TestBed bed = keep(TestBed.start());
    PostgresExporter exporter = keep(PostgresExporter.of(bed.postgres()));
    Workload workload = keep(startWorkload(bed));
    HttpOrders orders = keep(startSpringBoot(bed));
    List<Scrape> scrapes =
        List.of(
            Way.PORT.scrape(),
            Way.MICROMETER.scrape(),
            Way.JMX.scrape(),
            Scrape.of("sidecar", "shop", SIDECAR),
            Scrape.of("audit", "security", AUDIT),
            Scrape.of("postgresql", "", exporter.port()),
            Scrape.ofVault(bed.vault().address(), bed.vault().rootToken()));
    prometheus = keep(PrometheusServer.launch(scrapes, List.of(Rule.FILE)));
    workload.load(2);
    assertThat(orders.place().statusCode()).isEqualTo(201);
    keep(RunningSidecar.start(sidecar(bed)));
    watchAudit(bed);
    orders.awaitGeneration(3);
    workload.awaitGeneration(3, BOUND);
    workload.load(0);
    assertThat(workload.failures()).isEmpty();
  }

  /** Rotates soon, with a lease that is long enough for an application's start under load. */
  private static Map<String, String> settings(TestBed bed) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "6s");
    return settings;
  }

  private static Workload startWorkload(TestBed bed) {
    Map<String, String> settings = settings(bed);
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(Way.PORT.port));
    settings.put("LEASEHOLD_METRICS_JMX", "on");
    String agent = "-javaagent:" + Jars.built("agent/target/leasehold-agent.jar");
    settings.put("JAVA_TOOL_OPTIONS", agent + ' ' + JmxExporter.option(Way.JMX.port));
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 50).awaitReady();
  }

  private static HttpOrders startSpringBoot(TestBed bed) throws IOException {
    bed.postgres()
        .executeAsOwner(Files.readString(Jars.built("samples/spring-boot-orders/schema.sql")));
    Map<String, String> settings = settings(bed);
    settings.put("LEASEHOLD_METRICS_MICROMETER", "on");
    String port = Integer.toString(Way.MICROMETER.port);
    Map<String, String> platform =
        Map.of("SERVER_PORT", port, "SPRING_DATASOURCE_URL", bed.postgres().url());
    Pattern listening = Pattern.compile("Tomcat started on port (\\d+)");
    return HttpOrders.start(new OrdersJar(SPRING_BOOT, listening, platform), settings);
  }

  private static Map<String, String> sidecar(TestBed bed) throws IOException {
    Path volume = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-it-");
    keep(() -> ServerDirectory.remove(volume));
    Map<String, String> settings = settings(bed);
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

  /** {@code deploy/grafana/README.md} names the panels that need the port. */
  @ParameterizedTest
  @EnumSource
  void eachPanelAndVariableShowsSomething(Way way) throws IOException {
    List<Expression> expressions = new ArrayList<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.expressions().stream()
          .filter(each -> way == Way.PORT || !each.needsPort())
          .forEach(each -> expressions.add(way.fill(each)));
    }
    assertThat(expressions).hasSizeGreaterThan(60);
    awaitData(expressions);
  }

  @Test
  void theWatchIsNeitherAgentNorSidecar() throws IOException {
    Expression processes =
        Dashboard.all().stream()
            .flatMap(dashboard -> dashboard.expressions().stream())
            .filter(each -> each.where().equals("leasehold-fleet.json: Processes"))
            .findFirst()
            .orElseThrow();
    String query = processes.filled(".*", "", "").text();
    awaitData(List.of(new Expression("the watch", "leasehold_build_info{job=\"audit\"}")));
    Eventually.holds(
        "three agents and a sidecar",
        BOUND,
        () -> prometheus.query(query).at("/0/value/1").asText().equals("4"));
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
    for (int port : List.of(Way.PORT.port, SIDECAR, AUDIT)) {
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
