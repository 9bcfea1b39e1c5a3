package dev.leasehold.start;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.config.ConfigException;
import dev.leasehold.config.Mode;
import dev.leasehold.config.Settings;
import dev.leasehold.config.SettingsSources;
import dev.leasehold.inject.RefusingHooks;
import dev.leasehold.inject.catalog.Catalog;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.observe.Log;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens beside the application's own start: read the settings, begin to fetch credentials,
 * install what woven code calls, and open the weaving; in this order, so that no driver connects
 * before it is known how.
 */
final class Startup implements Runnable {

  private final @Nullable String argument;
  private final Weaving weaving;
  private final Instrumentation instrumentation;
  private final Log log;
  private final Latch settled = new Latch();

  Startup(@Nullable String argument, Weaving weaving, Instrumentation instrumentation, Log log) {
    this.argument = argument;
    this.weaving = weaving;
    this.instrumentation = instrumentation;
    this.log = log;
  }

  /** Waits until the settings are found good, or bad but not to end the JVM. */
  void awaitSettings() {
    settled.await();
  }

  @Override
  public void run() {
    try {
      boolean weaves = begin(SettingsSources.ofProcess(argument));
      settled.open();
      if (weaves) {
        weaving.open();
      } else {
        weaving.stop();
      }
    } catch (Throwable fault) {
      log.error("could not start, no driver is woven, the application runs without it: " + fault);
      weaving.stop();
    } finally {
      settled.open();
    }
  }

  /** Installs what woven code calls; returns whether there is anything to weave for. */
  private boolean begin(SettingsSources sources) {
    try {
      return begin(Settings.read(sources));
    } catch (ConfigException wrong) {
      refuseOrExit(wrong.problems(), wrong, sources);
    } catch (LeaseException wrong) {
      refuseOrExit(Collections.singletonList(String.valueOf(wrong.getMessage())), wrong, sources);
    } catch (RuntimeException | LinkageError fault) {
      log.error("could not start: " + fault);
      refuseAll("Leasehold could not start: " + fault + ". Please report it");
    }
    return true;
  }

  private boolean begin(Settings settings) throws LeaseException {
    if (settings.mode() == Mode.OFF) {
      return false;
    }
    if (!settings.configured()) {
      log.info(Settings.NOT_CONFIGURED);
      return false;
    }
    log.threshold(Log.Level.valueOf(settings.logLevel().name()));
    for (String line : settings.describe()) {
      log.debug("setting " + line);
    }
    if (settings.mode() == Mode.OBSERVE) {
      Bridge.install(new ObservingHooks(Catalog.dialects(), settings, log));
    } else {
      new Engine(settings, log).start(instrumentation);
    }
    return true;
  }

  private void refuseOrExit(List<String> problems, Exception wrong, SettingsSources sources) {
    for (String problem : problems) {
      log.error("the configuration is wrong: " + problem);
    }
    if (Settings.failFast(sources)) {
      System.exit(FailFast.EXIT_CODE);
    }
    refuseAll(String.valueOf(wrong.getMessage()));
  }

  /** Which connections are meant is not known, but that some are: the configured ones are not. */
  private void refuseAll(String message) {
    log.error("connections through the drivers that Leasehold knows are refused from now on");
    Bridge.install(new RefusingHooks(Catalog.dialects(), (url, user) -> true, message));
  }
}
