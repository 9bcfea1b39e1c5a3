// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.agent.FirstLine;
import dev.leasehold.agent.LeaseholdAgent;
import dev.leasehold.agent.ProcessId;
import dev.leasehold.agent.RefusedDrivers;
import dev.leasehold.agent.SettingsText;
import dev.leasehold.config.KnownClients;
import dev.leasehold.log.LogQueue;
import dev.leasehold.observe.Log;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The agent's start, after its own loader is there. */
public final class Leasehold {

  /** The wait at the end of the JVM for lines to be written that nobody may read. */
  private static final Duration FLUSH = Duration.ofSeconds(1);

  private Leasehold() {}

  /**
   * Starts the agent beside the application: registers the transformer and returns, while a thread
   * of its own does the rest. Waits for the settings only in two cases. A bad setting may have to
   * end the JVM before {@code main}, or the settings may name drivers that are not known.
   *
   * @param argument the text behind {@code =} in {@code -javaagent:}
   * @throws RuntimeException or an {@code Error} when the drivers could not be taken over
   */
  public static void start(@Nullable String argument, Instrumentation instrumentation) {
    String process = ProcessId.own();
    LogQueue lines =
        LogQueue.before(System.err::println, note -> Log.line(process, Log.Level.WARN, note));
    Log log = new Log(lines, Log.Level.INFO, process);
    log.introduce(FirstLine.writer());
    Runnable flush = () -> lines.flush(FLUSH);
    Runtime.getRuntime().addShutdownHook(new Thread(flush, "leasehold-log-end"));
    if (!hasJdbc()) {
      withoutJdbc(argument, instrumentation, log);
      return;
    }
    Startup startup = new Startup(argument, instrumentation, log, flush);
    startup.takeOver();
    try {
      Thread thread = new Thread(startup, "leasehold-start");
      thread.setDaemon(true);
      thread.start();
    } catch (RuntimeException | Error fault) { // Drivers may wait for us by now.
      startup.failed(fault);
      return;
    }
    if (FailFast.isPossible(argument) || SettingsText.of(argument).mayMeanOtherDrivers()) {
      startup.awaitSettings();
    }
  }

  /** Reactive drivers need no JDBC, and would connect with the configured password. */
  private static void withoutJdbc(
      @Nullable String argument, Instrumentation instrumentation, Log log) {
    if (LeaseholdAgent.isToRefuse(argument)) {
      String message =
          "this JVM has no module java.sql, which Leasehold needs. Connections through "
              + KnownClients.sentence()
              + " are refused; the configured password is not tried. Add java.sql to the image";
      log.error(RefusedDrivers.install(message, argument, instrumentation));
    } else {
      log.info("this JVM has no module java.sql, so no connection in it is treated");
    }
  }

  /** An image made with jlink may lack it. */
  private static boolean hasJdbc() {
    try {
      Class.forName("java.sql.Driver", false, Leasehold.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException without) {
      return false;
    }
  }
}
