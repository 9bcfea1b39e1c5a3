// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Workloads on several sources of connections, side by side. */
final class Fleet implements AutoCloseable {

  private final Map<Source, Workload> workloads = new LinkedHashMap<>();

  private Fleet() {}

  /** Starts a workload on each source, and waits until all are ready. */
  static Fleet start(List<Source> sources, Function<Source, Workload> launch) {
    Fleet fleet = new Fleet();
    try {
      sources.forEach(source -> fleet.workloads.put(source, launch.apply(source)));
      fleet.each((source, workload) -> workload.awaitReady());
      return fleet;
    } catch (RuntimeException | Error failure) {
      fleet.close();
      throw failure;
    }
  }

  /** Takes a step with each; a failure says whose it is and has its log. */
  void each(BiConsumer<Source, Workload> step) {
    workloads.forEach(
        (source, workload) -> {
          try {
            step.accept(source, workload);
          } catch (AssertionError failure) {
            String log = String.join("\n", workload.application().errors().all());
            throw new AssertionError(source + ":\n" + log, failure);
          }
        });
  }

  @Override
  public void close() {
    workloads.values().forEach(Workload::close);
  }
}
