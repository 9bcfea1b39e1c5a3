// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AttachOperationFailedException;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics of a real agent, on its port and in JMX. */
class MetricsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String REFUSED = "leasehold_connections_refused_total{binding=\"default\"}";
  private static final String AGENT = "-javaagent:" + Jars.AGENT;

  /** Classes that are there for metrics alone. */
  private static final Pattern OURS =
      Pattern.compile(
          "dev\\.leasehold\\.([a-z]+\\.)?(metrics|jmx|micrometer)\\.|\\.MetricsExporters"
              + "|dev\\.leasehold\\.observe\\.jfr\\..*Event ");

  private static final Pattern SERIES =
      Pattern.compile("^(leasehold_\\w+)(?:\\{([^}]*)\\})? ", Pattern.MULTILINE);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @Test
  void moveThroughARotationAndARevocation() throws Exception {
    int port = Ports.free();
    int jmx = Ports.free();
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(port));
    settings.put("LEASEHOLD_METRICS_JMX", "on");
    Recording recording = new Recording();
    int exporter = Ports.free();
    String options = recording.options() + remoteJmx(jmx) + ' ' + JmxExporter.option(exporter);
    settings.put("JAVA_TOOL_OPTIONS", options);
    try (Workload workload = workload(settings)) {
      Eventually.holds("a page", BOUND, () -> MetricsPage.get(port, "/readyz").startsWith("200 "));
      assertThat(MetricsPage.get(port, "/healthz")).isEqualTo("200 ok\n");
      assertThat(MetricsPage.get(port, "/readyz"))
          .isEqualTo("200 default: idle: no connection was asked for yet\n");
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      Eventually.holds(
          "ready", BOUND, () -> MetricsPage.get(port, "/readyz").equals("200 default: ready\n"));

      // The targets of a credential probe are known from the first connection that is open.
      awaitAtLeast(port, "leasehold_connections_opened_total{binding=\"default\"}", 2);
      rotate("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi");
      workload.awaitGeneration(2, BOUND);
      assertRotated(port);
      assertThat(workload.failures()).isEmpty();

      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      workload.awaitGeneration(3, BOUND);
      assertRevoked(port);
      assertThat(series(exporter)).containsAll(series(port));
      assertThat(MetricsPage.get(port, "/metrics"))
          .doesNotContain("v-", "orders-app", "static_app");
      workload.load(0);
      workload.stop();
    }
    recording.assertGenerations(1L, 2L, 3L);
  }

  private static void assertRotated(int port) {
    awaitAtLeast(port, "leasehold_revocations_total{binding=\"default\",result=\"success\"}", 1);
    assertThat(
            MetricsPage.value(
                port, "leasehold_rotations_total{binding=\"default\",result=\"success\"}"))
        .isEqualTo(2);
    assertThat(MetricsPage.value(port, "leasehold_logins_total{result=\"success\"}")).isEqualTo(1);
    assertThat(
            MetricsPage.value(port, "leasehold_fetch_duration_seconds_count{binding=\"default\"}"))
        .isEqualTo(2);
    assertThat(
            MetricsPage.value(port, "leasehold_drain_duration_seconds_count{binding=\"default\"}"))
        .isEqualTo(1);
    assertThat(
            MetricsPage.value(
                port, "leasehold_probes_total{binding=\"default\",result=\"accepted\"}"))
        .isPositive();
    assertThat(retired(port)).isPositive();
    assertThat(
            MetricsPage.value(port, "leasehold_connections{binding=\"default\",state=\"current\"}"))
        .isPositive();
    assertThat(MetricsPage.value(port, "leasehold_connections_opened_total{binding=\"default\"}"))
        .isGreaterThan(retired(port));
  }

  private static void assertRevoked(int port) {
    awaitAtLeast(port, "leasehold_generation{binding=\"default\"}", 3);
    assertThat(
            MetricsPage.value(port, "leasehold_rejected_credentials_total{binding=\"default\"}")
                + MetricsPage.value(
                    port, "leasehold_probes_total{binding=\"default\",result=\"rejected\"}"))
        .as("the database said no to the connect or to the trial")
        .isPositive();
  }

  /** No setting says that the parameter is meant, and nobody but Leasehold says no. */
  @Test
  void tellOfConnectionsThatAreRefusedAsTheyMayLeadElsewhere() throws IOException {
    int port = Ports.free();
    Recording recording = new Recording();
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(port));
    settings.put("JAVA_TOOL_OPTIONS", recording.options());
    String url = bed.postgres().url();
    String detour = url + (url.contains("?") ? '&' : '?') + "socketFactory=com.example.Tunnel";
    try (Workload workload = Workload.start(settings, detour, Source.DRIVER_MANAGER, 50)) {
      workload.awaitReady();
      assertThat(workload.refusal()).contains("socketFactory may lead the connection elsewhere");
      Eventually.holds(
          "not ready",
          BOUND,
          () ->
              MetricsPage.get(port, "/readyz")
                  .equals("503 default: not ready: connections are refused\n"));
      assertThat(MetricsPage.value(port, REFUSED)).isEqualTo(1);
      workload.stop();
    }
    recording.assertEvents("dev.leasehold.Refusal");
  }

  @Test
  void areNotThereAtAllWhileNoSettingAsksForThem() throws IOException {
    Path classes = Jars.scratch("classes").resolve("loaded.txt");
    Map<String, String> settings = Workload.settings(bed);
    settings.put("JAVA_TOOL_OPTIONS", AGENT + " -Xlog:class+load:file=" + classes);
    try (Workload workload = workload(settings).connectOnce()) {
      workload.awaitGeneration(1, BOUND);
      assertThat(threads(workload)).contains("leasehold-log").doesNotContain("leasehold-metri");
      workload.stop();
    }
    List<String> loaded = Files.readAllLines(classes);
    assertThat(loaded).anyMatch(line -> line.contains("dev.leasehold.observe.LogListener "));
    assertThat(loaded).noneMatch(line -> OURS.matcher(line).find());
  }

  @Test
  void leaveTheApplicationAloneWhereTheirPortIsTakenAndJmxCannotBeUsed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(other.getLocalPort()));
      settings.put("LEASEHOLD_METRICS_JMX", "on");
      settings.put("JAVA_TOOL_OPTIONS", AGENT + " -Djavax.management.builder.initial=none.Such");
      try (Workload workload = workload(settings).connectOnce()) {
        workload.awaitLog(
            BOUND,
            "leasehold.metrics.listen: cannot listen at 127.0.0.1:" + other.getLocalPort() + " (",
            "another program listens there",
            "The application goes on without metrics over HTTP");
        assertThatThrownBy(() -> LocalJmx.start(workload.application().handle().pid()))
            .isInstanceOf(AttachOperationFailedException.class);
        workload.awaitLog(BOUND, "leasehold.metrics.jmx: the metrics cannot be put into JMX");
        assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
        workload.stop();
      }
    }
  }

  @Test
  void useNoJmxBeforeSomebodyElseDoes() throws Exception {
    Path classes = Jars.scratch("jmx").resolve("loaded.txt");
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_METRICS_JMX", "on");
    settings.put("LEASEHOLD_LOG_LEVEL", "debug");
    settings.put("JAVA_TOOL_OPTIONS", AGENT + " -Xlog:class+load:file=" + classes);
    try (Workload workload = workload(settings).connectOnce()) {
      Eventually.holds("the watch for JMX", BOUND, () -> hasLoaded(classes, "JmxArrival"));
      assertThat(hasLoaded(classes, "MBeanServerFactory")).isFalse();
      assertThat(hasLoaded(classes, "JmxRegistration")).isFalse();
      String address = LocalJmx.start(workload.application().handle().pid());
      workload.awaitLog(BOUND, "metrics are in JMX");
      rotate(address);
      workload.awaitGeneration(2, BOUND);
      workload.stop();
    }
  }

  private static boolean hasLoaded(Path classes, String name) {
    try {
      return Files.readAllLines(classes).stream().anyMatch(line -> line.contains('.' + name + ' '));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Workload workload(Map<String, String> settings) {
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 50).awaitReady();
  }

  /**
   * Returns names and labels of the metrics that JMX has, too: it has a histogram's count and sum
   * alone.
   */
  private static Set<String> series(int port) {
    Set<String> all = new TreeSet<>();
    Matcher line = SERIES.matcher(MetricsPage.get(port, "/metrics"));
    while (line.find()) {
      if (!line.group(1).matches(".*_bucket|leasehold_build_info")) {
        String labels = line.group(2) == null ? "" : line.group(2);
        all.add(line.group(1) + new TreeSet<>(List.of(labels.split(","))));
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  private static String remoteJmx(int port) {
    String prefix = " -Dcom.sun.management.jmxremote.";
    return prefix
        + "port="
        + port
        + prefix
        + "rmi.port="
        + port
        + prefix
        + "host=127.0.0.1"
        + prefix
        + "authenticate=false"
        + prefix
        + "ssl=false -Djava.rmi.server.hostname=127.0.0.1";
  }

  @SuppressWarnings("BanJNDI") // The other side is the application that this test has started.
  private static void rotate(String url) throws Exception {
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(url))) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      ObjectName binding = new ObjectName("dev.leasehold:type=Binding,name=default");
      Eventually.holds("the MBean", BOUND, () -> isRegistered(beans, binding));
      assertThat(beans.getAttribute(binding, "Readiness")).isEqualTo("ready");
      assertThat(beans.invoke(binding, "describe", null, null))
          .asString()
          .contains("Generation: 1");
      beans.invoke(binding, "rotate", null, null);
    }
  }

  private static boolean isRegistered(MBeanServerConnection beans, ObjectName name) {
    try {
      return beans.isRegistered(name);
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }

  private static double retired(int port) {
    String series = "leasehold_connections_retired_total{binding=\"default\",reason=";
    return MetricsPage.value(port, series + "\"idle\"}")
        + MetricsPage.value(port, series + "\"returned\"}");
  }

  private static void awaitAtLeast(int port, String series, double least) {
    Eventually.holds(series, BOUND, () -> MetricsPage.value(port, series) >= least);
  }

  /** Returns the names of its threads as Linux has them, cut at 15 characters. */
  private static List<String> threads(Workload workload) throws IOException {
    Path tasks = Path.of("/proc", Long.toString(workload.application().handle().pid()), "task");
    try (Stream<Path> each = Files.list(tasks)) {
      return each.map(MetricsIT::name)
          .map(name -> name.substring(0, Math.min(15, name.length())))
          .toList();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).trim();
    } catch (IOException ended) {
      return "";
    }
  }
}
