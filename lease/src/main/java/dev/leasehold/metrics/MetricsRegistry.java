// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** All that a process counts. Safe for many threads. */
public final class MetricsRegistry implements MetricsSource {

  private final String program;
  private final String version;
  private final LeaseClock clock;
  private final LoginMetrics logins;
  private final List<BindingMetrics> bindings = new CopyOnWriteArrayList<>();
  private final List<ConnectionMetrics> connections = new CopyOnWriteArrayList<>();

  /**
   * Makes a registry of nothing but the process.
   *
   * @param program the program that counts: agent or sidecar
   */
  public MetricsRegistry(String program, String version, LeaseClock clock) {
    this.program = program;
    this.version = version;
    this.clock = clock;
    this.logins = new LoginMetrics(clock);
  }

  /** Returns the counters of the process's logins. */
  public LoginMetrics logins() {
    return logins;
  }

  /** Adds a binding; to be called once for each. */
  public BindingMetrics add(String binding) {
    BindingMetrics added = new BindingMetrics(binding, clock);
    bindings.add(added);
    return added;
  }

  /**
   * Adds a binding's connections.
   *
   * @param pins why a connection may have to stay on its session
   * @param open how many connections of each generation, of this and of other bindings, are open
   */
  public ConnectionMetrics add(
      String binding, List<String> pins, Supplier<Map<Generation, Integer>> open) {
    ConnectionMetrics added = new ConnectionMetrics(binding, pins, open);
    connections.add(added);
    return added;
  }

  /** Returns the bindings in the order in which they were added. */
  public List<BindingMetrics> bindings() {
    return bindings;
  }

  @Override
  public Map<String, Readiness> readiness() {
    Map<String, Readiness> readiness = new LinkedHashMap<>();
    for (BindingMetrics binding : bindings) {
      readiness.put(binding.binding(), binding.readiness());
    }
    return readiness;
  }

  @Override
  public List<Sample> collect() {
    List<Sample> samples = new ArrayList<>();
    for (Sample each : collectAll()) {
      if (!Double.isNaN(each.value())) {
        samples.add(each);
      }
    }
    return samples;
  }

  /**
   * Returns the same samples and, as no number, each sample that has no value now. The names and
   * labels are the same at each call for as long as no binding is added.
   */
  public List<Sample> collectAll() {
    List<Sample> samples = new ArrayList<>();
    samples.add(Sample.of(MetricName.BUILD_INFO, 1, program, version));
    logins.collect(samples);
    for (BindingMetrics binding : bindings) {
      binding.collect(samples);
    }
    for (ConnectionMetrics each : connections) {
      each.collect(samples);
    }
    return samples;
  }
}
