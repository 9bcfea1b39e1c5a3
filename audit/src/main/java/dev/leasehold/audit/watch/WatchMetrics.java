// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.source.LogKind;
import dev.leasehold.audit.watch.FindingStore.Written;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.MetricsSource;
import dev.leasehold.metrics.Readiness;
import dev.leasehold.metrics.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The metrics of the service. No label has a role, a lease or a pod. */
final class WatchMetrics implements MetricsSource {

  private static final String PROGRAM = "audit";
  private static final double MILLIS = 1000;
  private static final Written NONE = new Written(0, 0, 0);

  private final InstantSource clock;
  private final WatchCounts counts;
  private final String version;
  private final Set<LogKind> kinds;

  /** An alert on an event that never happens needs a time to count from. */
  private final long beganAt;

  private volatile @Nullable Round last;
  private volatile @Nullable Map<FindingCode, Written> written;
  private volatile List<String> complaints = List.of();

  private record Round(long endedAt, Duration took) {}

  /**
   * Makes the metrics of a service that has not begun.
   *
   * @param kinds of the inputs that it has
   */
  WatchMetrics(InstantSource clock, WatchCounts counts, String version, Set<LogKind> kinds) {
    this.clock = clock;
    this.counts = counts;
    this.version = version;
    this.kinds = kinds;
    this.beganAt = clock.millis();
  }

  /** Takes over the findings that were written out, which may be before the first round. */
  void written(Map<FindingCode, Written> findings) {
    written = findings;
  }

  /** Takes over the end of a round. */
  void round(Duration took) {
    last = new Round(clock.millis(), took);
  }

  /** Reports the faults with which the service goes on; empty for none. */
  void complain(List<String> reasons) {
    complaints = List.copyOf(reasons);
  }

  @Override
  public List<Sample> collect() {
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of(MetricName.BUILD_INFO, 1, PROGRAM, version));
    for (LogKind kind : kinds) {
      String source = kind.name().toLowerCase(Locale.ROOT);
      samples.add(Sample.of(MetricName.AUDIT_LINES, counts.linesRead(kind), source, "read"));
      samples.add(
          Sample.of(MetricName.AUDIT_LINES, counts.linesPassedOver(kind), source, "passed_over"));
      long lastAt = Math.max(beganAt, counts.lastAt(kind));
      samples.add(Sample.of(MetricName.AUDIT_SINCE_LINE, since(lastAt), source));
    }
    Round round = last;
    long roundAt = round == null ? beganAt : round.endedAt();
    samples.add(Sample.of(MetricName.AUDIT_SINCE_ROUND, since(roundAt)));
    if (round != null) {
      samples.add(Sample.of(MetricName.AUDIT_ROUND_DURATION, round.took().toMillis() / MILLIS));
    }
    Map<FindingCode, Written> findings = written;
    if (findings != null) {
      for (FindingCode code : FindingCode.values()) {
        add(samples, code, findings.getOrDefault(code, NONE), round != null);
      }
    }
    return samples;
  }

  private void add(List<Sample> samples, FindingCode code, Written of, boolean isJoined) {
    String name = code.name();
    String severity = code.severity().name();
    double since = of.lastAt() == 0 ? Double.NaN : since(of.lastAt());
    samples.add(Sample.of(MetricName.AUDIT_FINDINGS, of.findings(), name, severity));
    samples.add(Sample.of(MetricName.AUDIT_SINCE_FINDING, since, name, severity));
    if (isJoined) {
      samples.add(Sample.of(MetricName.AUDIT_STANDING, of.standing(), name, severity));
    }
  }

  private double since(long millis) {
    return Math.max(0, clock.millis() - millis) / MILLIS;
  }

  @Override
  public Map<String, Readiness> readiness() {
    List<String> reasons = complaints;
    Readiness readiness;
    if (last == null) {
      readiness =
          new Readiness(Readiness.State.NOT_READY, List.of("the logs have not been joined yet"));
    } else if (reasons.isEmpty()) {
      readiness = new Readiness(Readiness.State.READY, List.of());
    } else {
      readiness = new Readiness(Readiness.State.DEGRADED, reasons);
    }
    return Map.of(PROGRAM, readiness);
  }
}
