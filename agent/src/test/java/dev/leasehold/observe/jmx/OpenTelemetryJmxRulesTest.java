// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import dev.leasehold.observe.OneLease;
import dev.leasehold.observe.metrics.AgentMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dregenerate.docs=true} to write the file anew. */
class OpenTelemetryJmxRulesTest {

  private static final Path FILE = Path.of("..", "deploy", "prometheus", "opentelemetry-jmx.yaml");
  private static final Pattern BEAN = Pattern.compile("  - bean: (.+)\n");
  private static final Pattern ATTRIBUTE = Pattern.compile("\n      (\\w+):\n");

  private final AgentMetrics metrics =
      new AgentMetrics(List.of("orders"), "1.2.3", LeaseClock.system());

  @Test
  void makesEachMetricOfItsAttribute() throws IOException {
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(FILE, rules());
    }
    assertThat(FILE).hasContent(rules());
  }

  /** The agent of OpenTelemetry looks for beans by these patterns, and for attributes by name. */
  @Test
  void hasEachNumberOfEachBeanThatThereIs() throws Exception {
    metrics
        .leases(fault -> {})
        .published(OneLease.generation("orders", "v-role", Duration.ofHours(1)), "test");
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    JmxRegistration registration = new JmxRegistration(metrics.registry());
    registration.add("orders", () -> true);
    registration.addProcess();
    Set<ObjectName> beans = server.queryNames(new ObjectName(JmxRegistration.DOMAIN + ":*"), null);
    try {
      List<ObjectName> found = new ArrayList<>();
      for (String rule : rules().split("(?=  - bean: )", -1)) {
        for (MatchResult bean : BEAN.matcher(rule).results().toList()) {
          for (ObjectName name : server.queryNames(new ObjectName(bean.group(1)), null)) {
            found.add(name);
            assertThat(attributes(rule)).containsAll(numbers(server, name));
          }
        }
      }
      assertThat(found).containsExactlyInAnyOrderElementsOf(beans).hasSize(2);
    } finally {
      for (ObjectName name : beans) {
        server.unregisterMBean(name);
      }
    }
  }

  private static List<String> attributes(String rule) {
    return ATTRIBUTE.matcher(rule).results().map(each -> each.group(1)).toList();
  }

  private static List<String> numbers(MBeanServer server, ObjectName name) throws Exception {
    return Arrays.stream(server.getMBeanInfo(name).getAttributes())
        .filter(attribute -> !attribute.getType().equals(String.class.getName()))
        .map(MBeanAttributeInfo::getName)
        .toList();
  }

  private String rules() {
    StringBuilder text =
        new StringBuilder(
            "# SPDX-License-Identifier: Apache-2.0\n"
                + "# Rules for otel.jmx.config of OpenTelemetry's agent, with"
                + " leasehold.metrics.jmx=on. The\n# metrics have the names that docs/metrics.md"
                + " lists, with dots and without the unit.\n# A histogram comes as its count and"
                + " its sum.\nrules:\n  - bean: dev.leasehold:type=Process\n    mapping:\n");
    mappings(text, sample -> sample.metric().owner() == MetricName.Owner.PROCESS);
    text.append("  - bean: dev.leasehold:type=Binding,name=*\n")
        .append("    metricAttribute:\n      binding: param(name)\n    mapping:\n");
    mappings(text, sample -> sample.metric().owner() != MetricName.Owner.PROCESS);
    return text.toString();
  }

  private void mappings(StringBuilder text, Predicate<Sample> those) {
    metrics.registry().collectAll().stream()
        .filter(sample -> sample.metric().type() != MetricName.Type.INFO)
        .filter(those)
        .sorted(
            Comparator.comparing(Sample::metric)
                .thenComparing(sample -> String.join(" ", sample.labels())))
        .forEach(sample -> mapping(text, sample));
  }

  private static void mapping(StringBuilder text, Sample sample) {
    MetricName metric = sample.metric();
    Map<String, Number> attributes = new TreeMap<>();
    JmxAttribute.add(attributes, sample);
    for (String attribute : attributes.keySet()) {
      String name = metric.text().replaceAll("_(total|seconds)$", "").replace('_', '.');
      boolean histogram = metric.type() == MetricName.Type.HISTOGRAM;
      String part = histogram ? attribute.substring(attribute.lastIndexOf('_') + 1) : "";
      boolean seconds = !metric.unit().isEmpty() && !part.equals("count");
      text.append("      ").append(attribute).append(":\n        metric: ").append(name);
      text.append(part.isEmpty() ? "" : "." + part);
      text.append("\n        type: ")
          .append(metric.type() == MetricName.Type.GAUGE ? "gauge" : "counter");
      text.append("\n        unit: ").append(seconds ? "s" : "\"1\"");
      text.append("\n        desc: \"").append(metric.help()).append("\"\n");
      int first = metric.owner() == MetricName.Owner.PROCESS ? 0 : 1;
      for (int i = first; i < metric.labels().size(); i++) {
        text.append(i == first ? "        metricAttribute:\n" : "")
            .append("          ")
            .append(metric.labels().get(i))
            .append(": const(")
            .append(sample.labels().get(i))
            .append(")\n");
      }
    }
  }
}
