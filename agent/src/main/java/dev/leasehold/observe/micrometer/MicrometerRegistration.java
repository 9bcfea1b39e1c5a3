// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers the metrics as meters with the global registry of an application's Micrometer. That
 * registry hands them on to the registries that the application has added, and adds later. A meter
 * or a registry that fails keeps no other from being registered.
 *
 * <pre>{@code
 * MicrometerRegistration meters = new MicrometerRegistration(metrics.registry());
 * String refused = meters.register(loader);
 * }</pre>
 */
public final class MicrometerRegistration {

  /** The same for the Micrometer of each class loader. */
  private final List<Meter> meters = new ArrayList<>();

  /** Makes the meters of a registry's metrics; touches nothing of Micrometer. */
  public MicrometerRegistration(MetricsRegistry registry) {
    LatestValues values = new LatestValues(registry);
    for (Sample sample : values.all()) {
      if (sample.metric().type() != MetricName.Type.INFO) { // Prometheus has no meter for it.
        meters.add(new Meter(values, sample));
      }
    }
  }

  /** Returns the number of meters. */
  public int size() {
    return meters.size();
  }

  /**
   * Registers the meters with the Micrometer of a class loader.
   *
   * @return the number of failed meters and the reason of the first; null where none has failed
   * @throws ReflectiveOperationException where this is no Micrometer, or lacks a needed member
   */
  public @Nullable String register(ClassLoader loader) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // Filters and listeners of the application run here.
    try {
      return registerAll(new MeterApi(loader));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable String registerAll(MeterApi api) throws ReflectiveOperationException {
    int failed = 0;
    Throwable first = null;
    for (Meter meter : meters) {
      Throwable failure = register(api, meter.builder(api));
      failed += failure == null ? 0 : 1;
      first = first == null ? failure : first;
    }
    return first == null ? null : failed + " of " + meters.size() + " meters, the first: " + first;
  }

  /** Returns the failure of a registry; null where all have the meter. */
  private static @Nullable Throwable register(MeterApi api, Object builder)
      throws ReflectiveOperationException {
    try {
      api.register(builder, api.global());
      return null;
    } catch (RuntimeException | LinkageError | AssertionError failure) {
      for (Object child : api.children()) {
        registerAlone(api, builder, child);
      }
      return failure;
    }
  }

  /** The global registry stops at the first that fails. */
  private static void registerAlone(MeterApi api, Object builder, Object child)
      throws ReflectiveOperationException {
    try {
      api.register(builder, child);
    } catch (RuntimeException | LinkageError | AssertionError failure) {
      return; // It is the one that failed before.
    }
  }
}
