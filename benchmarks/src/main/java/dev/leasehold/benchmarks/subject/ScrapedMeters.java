// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmCompilationMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Micrometer, as an application has it that Prometheus scrapes. It has the meters of the JVM and of
 * the system that Spring Boot binds, and a timer of requests. Its page is at {@code /prometheus},
 * by the JDK's own HTTP server, as in Micrometer's documentation.
 */
final class ScrapedMeters {

  private static final PrometheusMeterRegistry REGISTRY =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Held here, as some of them listen to the JVM. */
  private static final List<MeterBinder> BINDERS =
      List.of(
          new JvmGcMetrics(),
          new JvmHeapPressureMetrics(),
          new JvmMemoryMetrics(),
          new JvmThreadMetrics(),
          new ClassLoaderMetrics(),
          new JvmInfoMetrics(),
          new JvmCompilationMetrics(),
          new UptimeMetrics(),
          new ProcessorMetrics(),
          new FileDescriptorMetrics(),
          new DiskSpaceMetrics(new File(".")));

  private static final Timer REQUESTS =
      REGISTRY.timer("http.server.requests", "uri", "/prometheus");

  private ScrapedMeters() {}

  /** Loads it, and listens. Returns how many meters of Leasehold's the global registry has. */
  static synchronized String at(int port) throws IOException {
    if (Metrics.globalRegistry.getRegistries().isEmpty()) {
      BINDERS.forEach(each -> each.bindTo(REGISTRY));
      Metrics.addRegistry(REGISTRY);
      InetAddress host = InetAddress.getLoopbackAddress();
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
      server.createContext("/prometheus", ScrapedMeters::answer);
      server.start();
    }
    return ApplicationMeters.ofLeasehold();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    byte[] page = REGISTRY.scrape().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, page.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(page);
    }
    REQUESTS.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }
}
