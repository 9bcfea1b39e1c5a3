// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.FirstLine;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Mode;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.BindingContext;
import dev.leasehold.inject.ConnectListener;
import dev.leasehold.inject.InjectingHooks;
import dev.leasehold.inject.UnwovenDrivers;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.catalog.Pools;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.lease.CompositeLeaseListener;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.EventRecorder;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.LogListener;
import dev.leasehold.observe.LoginLog;
import dev.leasehold.observe.ObservationReport;
import dev.leasehold.observe.OutstandingLeases;
import dev.leasehold.observe.RetirementLog;
import dev.leasehold.observe.metrics.AgentMetrics;
import dev.leasehold.retire.CompositeRetirementListener;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.RetirementListener;
import dev.leasehold.target.Targets;
import dev.leasehold.termination.TerminationMessage;
import dev.leasehold.vault.LoginListener;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All parts of the agent, joined: one ledger, and for each binding a life of leases. These begin
 * when the first driver arrives or the first connection is asked for: a JVM that connects to
 * nothing takes no role.
 */
final class AgentRuntime {

  private final Settings settings;
  private final Log log;
  private final Runnable flush;
  private final Ledger ledger;
  private final TerminationMessage termination;
  private final LeaseSources sources;
  private final ObservationReport report;
  private final @Nullable ObservedConnections observed;
  private final OutstandingLeases outstanding;
  private final FirstConnection connection;
  private final List<BindingRuntime> runtimes = new ArrayList<>();
  private final @Nullable AgentMetrics metrics;
  private @Nullable MetricsExporters outlets;

  /**
   * Makes the parts; nothing is asked of anybody yet.
   *
   * @param termination tells the reason for which connections are refused
   * @param flush has the log written, when the JVM ends
   */
  AgentRuntime(Settings settings, TerminationMessage termination, Log log, Runnable flush) {
    this.settings = settings;
    this.termination = termination;
    this.log = log;
    this.flush = flush;
    this.report = new ObservationReport(log);
    this.observed = HandOverStart.observing(settings, report);
    LeaseClock clock = LeaseClock.system();
    this.outstanding = new OutstandingLeases(clock);
    this.metrics = metrics(settings, clock);
    Consumer<Throwable> faults = fault -> log.debug("a listener failed: " + fault);
    EventRecorder recorder = settings.hasEventsInJfr() ? FlightRecorders.ofThisJvm(faults) : null;
    this.ledger = new Ledger(clock, retirements(recorder), Pools.classNames());
    if (metrics != null) {
      metrics.connections(ledger::openByGeneration);
      if (observes()) {
        metrics.observing();
      }
    }
    String refusal = observes() ? "connections would be refused" : "connections are refused";
    LogListener told = new LogListener(log, refusal + " from now on");
    this.sources = new LeaseSources(settings, clock, log, logins(recorder));
    LeaseListener network = new NetworkCheck(sources::obstacle, told::obstructed);
    LeaseListener counted = metrics == null ? LeaseListener.NONE : metrics.leases(faults);
    LeaseListener recorded = recorder == null ? LeaseListener.NONE : recorder;
    LeaseListener ended = observes() ? LeaseListener.NONE : termination;
    LeaseListener looking = observed == null ? LeaseListener.NONE : observed;
    LeaseListener listener =
        new CompositeLeaseListener(
            faults, ledger, outstanding, told, report, counted, recorded, ended, looking, network);
    BindingListeners listeners = new BindingListeners(listener, connects(recorder), log, metrics);
    this.connection = listeners.connection();
    for (BindingSettings binding : settings.bindings()) {
      runtimes.add(new BindingRuntime(settings, binding, sources.of(binding), listeners, clock));
      report.binding(binding.name(), binding.creds().toString());
    }
  }

  /** Nothing of it is loaded where no setting asks for it. */
  private static @Nullable AgentMetrics metrics(Settings settings, LeaseClock clock) {
    if (settings.metricsListen() == null
        && !settings.hasMetricsInJmx()
        && !settings.hasMetricsInMicrometer()) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (BindingSettings binding : settings.bindings()) {
      names.add(binding.name());
    }
    return new AgentMetrics(names, FirstLine.version(), clock);
  }

  private RetirementListener retirements(@Nullable EventRecorder recorder) {
    List<RetirementListener> all = new ArrayList<>();
    all.add(new RetirementLog(log));
    if (metrics != null) {
      all.add(metrics.retirements());
    }
    if (recorder != null) {
      all.add(recorder);
    }
    return new CompositeRetirementListener(all);
  }

  private ConnectListener connects(@Nullable EventRecorder recorder) {
    List<ConnectListener> all = new ArrayList<>();
    all.add(refusals(termination));
    if (metrics != null) {
      all.add(metrics.connects());
    }
    if (recorder != null) {
      all.add(recorder);
    }
    return ConnectListener.of(all);
  }

  private static ConnectListener refusals(TerminationMessage termination) {
    return new ConnectListener() {
      @Override
      public void refused(String binding, Targets targets, String why) {
        termination.refused(binding, why);
      }
    };
  }

  private LoginListener logins(@Nullable EventRecorder recorder) {
    LoginListener told = new LoginLog(log);
    LoginListener recorded = recorder == null ? told : recorder.logins(told);
    return metrics == null ? recorded : metrics.logins(recorded);
  }

  /**
   * Gets ready to fetch credentials, from the arrival of a driver on, and returns the hooks for
   * woven code.
   */
  Hooks start(Instrumentation instrumentation, DriverArrival arrival, UnwovenDrivers unwoven) {
    new ShutdownRevocation(runtimes, settings.shutdownTimeout(), outstanding, this::end, log)
        .register(instrumentation);
    List<BindingContext> contexts = new ArrayList<>();
    for (BindingRuntime runtime : runtimes) {
      ledger.bind(runtime.binding().name(), runtime.context().credentials());
      contexts.add(runtime.context());
    }
    ledger.start();
    log.info((observes() ? "observes with " : "started with ") + described());
    arrival.then(this::begin);
    Map<String, ConnectMethod> connectMethods = Drivers.connectMethods();
    connectMethods.put(Drivers.UNKNOWN_DRIVERS, new UnknownDrivers(log));
    connectMethods.put(Drivers.UNKNOWN_REACTIVE_CLIENTS, new UnknownReactiveClients(log));
    Map<String, ReactiveDriver> reactive = Drivers.reactive();
    if (observes()) {
      return new ObservingHooks(connectMethods, reactive, settings, runtimes, report, observed);
    }
    InjectingHooks injection =
        new InjectingHooks(
            connectMethods,
            Drivers.loginPoints(),
            reactive,
            Pools.integrations(),
            contexts,
            ledger);
    injection.refuse(unwoven);
    HandOverStart.begin(settings, runtimes, injection);
    return injection;
  }

  /** Makes ready all that the first credential needs but the network. */
  void warm() {
    sources.warm();
  }

  /** Has SIGHUP read the files and rotate the credentials from Vault, where that is possible. */
  void listenToHangups() {
    if (settings.listensToHangups()) {
      new HangupTrigger(runtimes, log).install();
    }
  }

  /**
   * Shows the metrics where the settings say, once the application's own start has come so far.
   * Classes that only a scrape needs are loaded now.
   */
  void showMetrics(ApplicationStart start, Instrumentation instrumentation)
      throws ClassNotFoundException {
    if (metrics != null) {
      ClassPreloader.load("metrics", "metrics.http", "vault.metrics", "observe.metrics");
      MetricsExporters made = new MetricsExporters(settings, metrics, start, runtimes, log);
      outlets = made;
      made.open(connection, instrumentation);
    }
  }

  /** Says if no connection comes that a binding is for. */
  void watchForConnections() {
    connection.watch(log);
  }

  private void begin() {
    for (BindingRuntime runtime : runtimes) {
      runtime.begin();
    }
  }

  /** The work that is left after the last revocation. */
  private void end() {
    try {
      if (!connection.wasAsked()) {
        log.debug("no connection that a binding is for was ever asked for");
      }
      if (observes()) {
        report.write();
      }
      if (outlets != null) {
        outlets.close();
      }
    } finally {
      flush.run();
    }
  }

  private boolean observes() {
    return settings.mode() == Mode.OBSERVE;
  }

  private String described() {
    StringBuilder text = new StringBuilder();
    for (BindingSettings binding : settings.bindings()) {
      text.append(text.length() == 0 ? "" : ", ");
      text.append("binding ").append(binding.name()).append(" on ").append(binding.creds());
    }
    return settings.usesVault() ? text + " at " + settings.vault().address() : text.toString();
  }
}
