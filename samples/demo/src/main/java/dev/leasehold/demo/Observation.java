// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.demo.picture.Chart;
import dev.leasehold.demo.picture.Mark;
import dev.leasehold.demo.picture.Picture;
import dev.leasehold.demo.picture.Point;
import dev.leasehold.demo.picture.Series;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.prometheus.PrometheusServer;
import dev.leasehold.testbed.prometheus.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prometheus beside the demo: it scrapes Leasehold, in the application or in the sidecar, and the
 * demo's own count of queries. At the end it is asked for a picture of the run.
 */
final class Observation implements AutoCloseable {

  private final Instant began = Instant.now();
  private final int port = Ports.free();
  private final QueryMetrics queries;
  private final PrometheusServer prometheus;

  private Observation(Tally tally) {
    this.queries = QueryMetrics.serve(tally);
    this.prometheus =
        PrometheusServer.launch(
            List.of(
                Scrape.of("leasehold", "demo", port), Scrape.of("demo", "demo", queries.port())),
            List.of());
  }

  /** Starts Prometheus, which scrapes Leasehold as soon as that listens. */
  static Observation start(Tally tally) {
    return new Observation(tally);
  }

  /** Returns the setting that makes Leasehold listen. */
  Setting listen(boolean sidecar) {
    String name = sidecar ? "LEASEHOLD_HEALTH_LISTEN" : "LEASEHOLD_METRICS_LISTEN";
    return new Setting(name, "127.0.0.1:" + port);
  }

  /** Returns where Prometheus' own pages are. */
  URI address() {
    return prometheus.address();
  }

  /** Writes the picture of the run until now, and returns its file. */
  Path draw(Path file, Events events, List<String> summary) {
    Instant now = Instant.now();
    Picture picture =
        new Picture(
            "Leasehold: the run of the demo", seconds(now), charts(now), marks(events), summary);
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, picture.html());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture of the run", e);
    }
  }

  /** Returns the charts that have something: a sidecar counts no connections. */
  private List<Chart> charts(Instant now) {
    return Stream.of(
            chart(
                now,
                "Queries",
                "/s",
                false,
                "served",
                "rate(demo_queries_total{result=\"served\"}[5s])"),
            chart(
                now,
                "Queries that failed, so far",
                "",
                true,
                "failed",
                "demo_queries_total{result=\"failed\"}"),
            chart(
                now,
                "Generation of the credential",
                "",
                true,
                "generation",
                "leasehold_generation"),
            chart(now, "Rotations, so far", "", true, "%s", "leasehold_rotations_total"),
            chart(now, "Lease", "s", false, "left", "leasehold_lease_remaining_seconds"),
            chart(now, "Connections", "", true, "%s", "leasehold_connections"))
        .filter(chart -> !chart.series().isEmpty())
        .toList();
  }

  /** Names its series by the label {@code result} or {@code state} where the name is {@code %s}. */
  private Chart chart(
      Instant now, String title, String unit, boolean steps, String name, String expression) {
    List<Series> series = new ArrayList<>();
    for (JsonNode each : prometheus.query(expression, began, now, PrometheusServer.INTERVAL)) {
      JsonNode labels = each.path("metric");
      String label = labels.path("result").asText(labels.path("state").asText());
      List<Point> points = new ArrayList<>();
      for (JsonNode value : each.path("values")) {
        long millis = (long) (value.get(0).asDouble() * 1000);
        double at = seconds(Instant.ofEpochMilli(millis));
        points.add(new Point(at, Double.parseDouble(value.get(1).asText())));
      }
      series.add(new Series(name.formatted(label), points));
    }
    series.sort(Comparator.comparing((Series each) -> each.name().equals("failure")));
    return new Chart(title, unit, steps, series);
  }

  private List<Mark> marks(Events events) {
    List<Mark> marks = new ArrayList<>();
    Revocation revocation = events.revocation();
    if (revocation != null) {
      double at = seconds(revocation.at());
      marks.add(new Mark(at, at, "revocation"));
    }
    Outage outage = events.outage();
    if (outage != null) {
      marks.add(new Mark(seconds(outage.from()), seconds(outage.to()), "Vault is away"));
    }
    return marks;
  }

  private double seconds(Instant moment) {
    return Duration.between(began, moment).toMillis() / 1000.0;
  }

  @Override
  public void close() {
    prometheus.close();
    queries.close();
  }
}
