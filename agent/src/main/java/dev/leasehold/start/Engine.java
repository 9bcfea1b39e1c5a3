package dev.leasehold.start;

import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.BoundSupply;
import dev.leasehold.inject.Injection;
import dev.leasehold.inject.catalog.Catalog;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.observe.Listeners;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.LogListener;
import dev.leasehold.observe.LoginLog;
import dev.leasehold.observe.RetirementLog;
import dev.leasehold.retire.Ledger;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/** All parts of the agent, joined: one ledger, and for each binding a life of leases. */
final class Engine {

  private final Settings settings;
  private final Log log;
  private final Ledger ledger;
  private final List<BoundLife> lives = new ArrayList<>();

  /**
   * Makes the parts; nothing is asked of anybody yet.
   *
   * @throws LeaseException when the settings ask for what Vault's client cannot do
   */
  Engine(Settings settings, Log log) throws LeaseException {
    this.settings = settings;
    this.log = log;
    LeaseClock clock = LeaseClock.system();
    this.ledger = new Ledger(clock, new RetirementLog(log));
    LeaseListener listener = new Listeners(log, ledger, new LogListener(log));
    VaultSources sources = new VaultSources(settings, clock, new LoginLog(log));
    for (BindingSettings binding : settings.bindings()) {
      lives.add(new BoundLife(settings, binding, sources.of(binding), listener, clock));
    }
  }

  /** Begins to fetch credentials, and returns what woven code is to call. */
  Hooks start(Instrumentation instrumentation) {
    FinalRevocation.register(lives, settings.shutdownTimeout(), instrumentation, log);
    List<BoundSupply> supplies = new ArrayList<>();
    for (BoundLife life : lives) {
      life.start();
      supplies.add(life.supply());
    }
    ledger.start();
    log.info("started with " + described());
    return new Injection(Drivers.entrances(), Catalog.poolKinds(), supplies, ledger);
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
