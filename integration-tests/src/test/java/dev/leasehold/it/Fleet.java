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

  void each(BiConsumer<Source, Workload> step) {
    workloads.forEach(step);
  }

  @Override
  public void close() {
    workloads.values().forEach(Workload::close);
  }
}
