// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.LeaseholdAgent;
import dev.leasehold.agent.SettingsText;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.config.ConfigException;
import dev.leasehold.config.Mode;
import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.inject.UnwovenDrivers;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.catalog.Pools;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.observe.Log;
import dev.leasehold.termination.TerminationMessage;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The steps beside the application's own start: read the settings, begin to fetch credentials, hand
 * over to the hooks, and warm the weaver.
 */
final class Startup implements Runnable {

  private final @Nullable String argument;
  private final Weaver weaver;
  private final WeavingTransformer weaving;
  private final StartingHooks hooks;
  private final Instrumentation instrumentation;
  private final Log log;
  private final Runnable flush;
  private final ApplicationStart applicationStart;
  private final DriverArrival arrival = new DriverArrival();
  private final UnwovenDrivers unwoven = new UnwovenDrivers();
  private final StartLatch settled = new StartLatch();
  private @Nullable AgentRuntime runtime;
  private @Nullable UnloadedDrivers unloaded;

  /**
   * Makes the start, on the thread that runs premain.
   *
   * @param flush has the log written, when the JVM ends
   */
  Startup(@Nullable String argument, Instrumentation instrumentation, Log log, Runnable flush) {
    this.argument = argument;
    this.instrumentation = instrumentation;
    this.log = log;
    this.flush = flush;
    this.weaver = new Weaver(Drivers.wovenClasses());
    weaver.add(Pools.wovenClasses());
    this.weaving = new WeavingTransformer(weaver, instrumentation, arrival, unwoven, log);
    this.hooks = new StartingHooks();
    this.applicationStart = new ApplicationStart(Thread.currentThread(), instrumentation);
  }

  /**
   * Takes over the drivers that are loaded from now on.
   *
   * @throws RuntimeException or an {@code Error} when they cannot be; the drivers that were taken
   *     over refuse by then
   */
  void takeOver() {
    boolean taken = false;
    try {
      hooks.install();
      weaving.start();
      taken = true;
    } finally {
      if (!taken) {
        hooks.giveWayTo(hooks.broken());
      }
    }
  }

  /** Waits until the settings are found good, or bad but not to end the JVM. */
  void awaitSettings() {
    settled.await();
  }

  @Override
  public void run() {
    try {
      VaultSources.fixProviders(instrumentation, log);
      ClassPreloader.check();
      Hooks next = begin(ProcessInputs.ofProcess(argument));
      handOver(next);
      settled.open();
      if (next != null) {
        prepare();
      }
    } catch (IOException | RuntimeException | Error fault) {
      failed(fault);
    } finally {
      settled.open();
    }
  }

  private void handOver(@Nullable Hooks next) {
    if (next == null) {
      weaving.stop();
    }
    hooks.giveWayTo(next);
  }

  /** Makes later work quicker, or surer; the agent does its work without. */
  private void prepare() {
    try {
      AgentRuntime started = runtime;
      if (started != null) {
        started.warm();
      }
      weaver.warm();
      ClassPreloader.load(ClassPreloader.ALWAYS);
      if (started != null) {
        started.listenToHangups();
        started.showMetrics(applicationStart, instrumentation);
        started.watchForConnections();
      }
      if (unloaded != null) {
        unloaded.watch();
      }
    } catch (ClassNotFoundException | RuntimeException | Error fault) {
      log.error("a fault in its start: " + fault);
    }
  }

  /**
   * Ends a start that cannot go on. Waiting connects are refused, and so are all that come, but
   * where the agent only observes. The line is written first: an application that is refused may
   * end its JVM in the next instant.
   */
  void failed(Throwable fault) {
    Hooks next = hooks.broken(); // Where the jar lacks the classes for a refusal, too.
    try {
      next = refusal(StartFault.describe(fault));
    } finally {
      handOver(next);
    }
  }

  private @Nullable Hooks refusal(String message) {
    boolean refuses = !isToObserve() && LeaseholdAgent.isToRefuse(argument);
    if (refuses) {
      weaveMoreDrivers();
    }
    log.error(message);
    if (refuses) {
      tellKubelet(message);
    }
    return refuses ? new StartRefusal(message) : null;
  }

  /** Says it where Kubernetes shows it, too; the jar may lack the classes for that. */
  private void tellKubelet(String why) {
    try {
      termination(ProcessInputs.ofProcess(argument)).failed(why);
    } catch (RuntimeException | Error lacking) {
      log.debug("not said in the termination message: " + lacking);
    }
  }

  private static TerminationMessage termination(ProcessInputs inputs) {
    return new TerminationMessage(Settings.terminationLog(inputs));
  }

  private boolean isToObserve() {
    try {
      return observes(ProcessInputs.ofProcess(argument));
    } catch (RuntimeException | Error unreadable) {
      return false;
    }
  }

  /** Which drivers the settings mean is not known, but that there may be some that nobody knows. */
  private void weaveMoreDrivers() {
    if (SettingsText.of(argument).mayMeanOtherDrivers()) {
      weaving.addOtherDrivers(Drivers.OTHER_DRIVERS);
    }
  }

  /** Returns the hooks for woven code; null when there is nothing to do. */
  private @Nullable Hooks begin(ProcessInputs inputs) {
    try {
      return begin(Settings.read(inputs), inputs);
    } catch (ConfigException wrong) {
      return refuseOrExit(wrong, inputs);
    }
  }

  private @Nullable Hooks begin(Settings settings, ProcessInputs inputs) {
    if (settings.mode() == Mode.OFF) {
      return null;
    }
    if (!settings.configured()) {
      log.info(Settings.NOT_CONFIGURED);
      return null;
    }
    log.threshold(Log.Level.valueOf(settings.logLevel().name()));
    for (String line : settings.describe()) {
      log.debug("setting " + line);
    }
    AdditionalDrivers.weave(settings, weaving, log);
    HandOverStart.weave(settings, weaving);
    unloaded = new UnloadedDrivers(settings.drivers().keySet(), weaving::isAwaited, log);
    ModuleAccess.through(instrumentation);
    AgentRuntime made = new AgentRuntime(settings, termination(inputs), log, flush);
    Hooks next = made.start(instrumentation, arrival, unwoven);
    runtime = made;
    return next;
  }

  private @Nullable Hooks refuseOrExit(ConfigException wrong, ProcessInputs inputs) {
    for (String problem : wrong.problems()) {
      log.error("the configuration is wrong: " + problem);
    }
    if (!Settings.observes(inputs) || Settings.failFast(inputs)) {
      tellKubelet("the configuration is wrong: " + String.join("; ", wrong.problems()));
    }
    if (Settings.failFast(inputs)) {
      System.exit(FailFast.EXIT_CODE);
    }
    return refuseAll(String.valueOf(wrong.getMessage()), inputs);
  }

  /**
   * Which connections are meant is not known, but that some are: the configured connections are
   * not.
   */
  private @Nullable Hooks refuseAll(String message, ProcessInputs inputs) {
    if (observes(inputs)) {
      return null;
    }
    weaveMoreDrivers();
    log.error("connections through the drivers that Leasehold knows are refused from now on");
    return new StartRefusal(message);
  }

  private boolean observes(ProcessInputs inputs) {
    boolean observes = Settings.observes(inputs);
    if (observes) {
      log.error("leasehold.mode is observe, so nothing is refused; nothing is observed either");
    }
    return observes;
  }
}
