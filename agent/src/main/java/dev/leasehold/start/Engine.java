package dev.leasehold.start;

import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Mode;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.BoundSupply;
import dev.leasehold.inject.Entrance;
import dev.leasehold.inject.Injection;
import dev.leasehold.inject.ReactiveDriver;
import dev.leasehold.inject.catalog.Catalog;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.Listeners;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.LogListener;
import dev.leasehold.observe.LoginLog;
import dev.leasehold.observe.ObservationReport;
import dev.leasehold.observe.RetirementLog;
import dev.leasehold.retire.Ledger;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All parts of the agent, joined: one ledger, and for each binding a life of leases. */
final class Engine {

  private final Settings settings;
  private final Log log;
  private final Ledger ledger;
  private final VaultSources sources;
  private final ObservationReport report;
  private final List<BoundLife> lives = new ArrayList<>();

  /**
   * Makes the parts; nothing is asked of anybody yet.
   *
   * @throws LeaseException when the settings ask for what Vault's client cannot do
   */
  Engine(Settings settings, Log log) throws LeaseException {
    this.settings = settings;
    this.log = log;
    this.report = new ObservationReport(log);
    LeaseClock clock = LeaseClock.system();
    this.ledger = new Ledger(clock, new RetirementLog(log));
    String refusal = observes() ? "connections would be refused" : "connections are refused";
    LeaseListener told = new LogListener(log, refusal + " from now on");
    LeaseListener listener = new Listeners(log, ledger, told, report);
    this.sources = new VaultSources(settings, clock, new LoginLog(log));
    for (BindingSettings binding : settings.bindings()) {
      lives.add(new BoundLife(settings, binding, sources.of(binding), listener, clock));
      report.binding(binding.name(), binding.credsPath());
    }
  }

  /** Begins to fetch credentials, and returns what woven code is to call. */
  Hooks start(Instrumentation instrumentation) {
    Runnable last = observes() ? report::write : () -> {};
    new FinalRevocation(lives, settings.shutdownTimeout(), last, log).register(instrumentation);
    List<BoundSupply> supplies = new ArrayList<>();
    for (BoundLife life : lives) {
      ledger.bind(life.binding().name(), life.supply().supply());
      life.start();
      supplies.add(life.supply());
    }
    ledger.start();
    log.info((observes() ? "observes with " : "started with ") + described());
    Map<String, Entrance> entrances = Drivers.entrances();
    Map<String, ReactiveDriver> reactive = Drivers.reactive();
    return observes()
        ? new ObservingHooks(entrances, reactive, settings, lives, report)
        : new Injection(
            entrances, Drivers.doors(), reactive, Catalog.poolKinds(), supplies, ledger);
  }

  /** Makes ready what the first credential needs but the network. */
  void warm() {
    sources.warm(log);
  }

  private boolean observes() {
    return settings.mode() == Mode.OBSERVE;
  }

  private String described() {
    StringBuilder text = new StringBuilder();
    for (BindingSettings binding : settings.bindings()) {
      text.append(text.length() == 0 ? "" : ", ");
      text.append("binding ").append(binding.name()).append(" on ").append(binding.credsPath());
    }
    return text + " at " + settings.vault().address();
  }
}
