// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.config.Settings;
import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.metrics.http.MetricsServer;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.MetricsLog;
import dev.leasehold.observe.jmx.JmxArrival;
import dev.leasehold.observe.jmx.JmxRegistration;
import dev.leasehold.observe.metrics.AgentMetrics;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The exporters of the metrics. HTTP begins once the application's {@code main} runs. Micrometer
 * begins once the application has asked for a connection. JMX begins after that, once another user
 * of JMX is there. An endpoint that cannot be opened is said in one line, and the application goes
 * on.
 */
final class MetricsExporters implements AutoCloseable {

  private final Settings settings;
  private final AgentMetrics metrics;
  private final ApplicationStart start;
  private final List<BindingRuntime> runtimes;
  private final Log log;

  @GuardedBy("this") private @Nullable MetricsServer server;

  @GuardedBy("this") private boolean closed;

  MetricsExporters(
      Settings settings,
      AgentMetrics metrics,
      ApplicationStart start,
      List<BindingRuntime> runtimes,
      Log log) {
    this.settings = settings;
    this.metrics = metrics;
    this.start = start;
    this.runtimes = runtimes;
    this.log = log;
  }

  /** Opens them on a thread of its own, and returns at once. */
  void open(FirstConnection connection, Instrumentation instrumentation) {
    DaemonThreads.daemon(() -> openAll(connection, instrumentation), "leasehold-metrics-start")
        .start();
  }

  private void openAll(FirstConnection connection, Instrumentation instrumentation) {
    try {
      MicrometerExporter micrometer =
          settings.hasMetricsInMicrometer()
              ? MicrometerExporter.watching(instrumentation, log)
              : null;
      start.awaitMain();
      InetSocketAddress address = settings.metricsListen();
      if (address != null) {
        listen(address);
      }
      if (micrometer == null && !settings.hasMetricsInJmx()) {
        return;
      }
      start.awaitConnection(connection);
      if (micrometer != null) {
        micrometer.open(metrics.registry(), start);
      }
      if (settings.hasMetricsInJmx()) {
        register(instrumentation);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error fault) {
      log.error(
          "the metrics are not shown, for a fault of Leasehold's own; report it, please: " + fault);
    }
  }

  /**
   * Outside of the monitor, as a name server may take its time, and the JVM's end does not wait.
   */
  private void listen(InetSocketAddress address) {
    try {
      keep(MetricsServer.start(address, metrics.registry(), new MetricsLog(log)));
      log.info(
          "metrics are at http://"
              + address.getHostString()
              + ":"
              + address.getPort()
              + "/metrics");
    } catch (IOException unable) {
      log.error(
          "leasehold.metrics.listen: "
              + unable.getMessage()
              + ". The application goes on without metrics over HTTP");
    }
  }

  private synchronized void keep(MetricsServer started) {
    server = started;
    if (closed) {
      started.close();
    }
  }

  private void register(Instrumentation instrumentation) throws InterruptedException {
    try {
      JmxArrival.await(instrumentation);
      start.awaitLogManager();
      JmxRegistration beans = new JmxRegistration(metrics.registry());
      for (BindingRuntime runtime : runtimes) {
        beans.add(runtime.binding().name(), () -> runtime.refresh("JMX"));
      }
      beans.addProcess();
      log.debug("metrics are in JMX");
    } catch (InterruptedException ended) {
      throw ended;
    } catch (Exception | LinkageError unable) { // An image may lack java.management.
      log.error(
          "leasehold.metrics.jmx: the metrics cannot be put into JMX; add the module java.management to"
              + " the image, or set leasehold.metrics.jmx=off: "
              + unable);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (server != null) {
      server.close();
    }
  }
}
